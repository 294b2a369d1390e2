import type { Collection } from '#lib/ports/collection.ts';
import type { Services } from './context.ts';

/** Every source that the portal shows something of, in the order that people read them. */
export function sourcesOf(
  services: Pick<Services, 'engine' | 'nodes' | 'pods' | 'deployments' | 'models' | 'changeRows'>,
): Collection<unknown>[] {
  const { engine, nodes, pods, deployments, models, changeRows } = services;
  return [engine.applications, engine.gate, engine.projects, nodes, pods, deployments, ...models, changeRows];
}
