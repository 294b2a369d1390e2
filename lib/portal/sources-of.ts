import type { Collection } from '#lib/ports/collection.ts';
import type { Services } from './context.ts';

/** Every source that the portal shows something of, in the order that people read them. */
export function sourcesOf(
  services: Pick<Services, 'engine' | 'nodes' | 'pods' | 'deployments' | 'models' | 'runnerSources' | 'changeRows'>,
): Collection<unknown>[] {
  const { engine, nodes, pods, deployments, models, runnerSources, changeRows } = services;
  return [
    engine.applications,
    nodes,
    pods,
    deployments,
    ...models,
    ...runnerSources.map(({ runners }) => runners),
    changeRows,
  ];
}
