import type { Collection } from '#lib/ports/collection.ts';
import type { Services } from './context.ts';

/** Every source that the portal shows something of, in the order that people read them. */
export function sourcesOf(services: Pick<Services, SourceParts>): Collection<unknown>[] {
  const { engine, nodes, pods, deployments, models, platformMetrics, runnerSources, changeRows } = services;
  return [
    engine.applications,
    nodes,
    pods,
    deployments,
    ...models,
    ...(platformMetrics === null ? [] : [platformMetrics.cards]),
    ...runnerSources.map(({ runners }) => runners),
    changeRows,
  ];
}

type SourceParts =
  | 'engine'
  | 'nodes'
  | 'pods'
  | 'deployments'
  | 'models'
  | 'platformMetrics'
  | 'runnerSources'
  | 'changeRows';
