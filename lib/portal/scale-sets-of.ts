import type { Runner } from '#lib/domain/runner/runner.ts';
import { scaleSetRunners } from '#lib/domain/runner/scale-set-runner.ts';
import { hasData } from '#lib/domain/source/source.ts';
import type { Collection } from '#lib/ports/collection.ts';
import type { Services } from './context.ts';
import { clusterOf } from './parts.ts';

/** Of one cluster. */
export type ScaleSetParts = Pick<Services, 'scaleSets' | 'pods' | 'nodes'>;

/**
 * The scale sets of the cluster as members of the fleet; null where they could not be read. A cluster without the Actions
 * Runner Controller has none.
 */
export function scaleSetsOf({ scaleSets, pods, nodes }: ScaleSetParts): Runner[] | null {
  const { sets, listeners, runners } = scaleSets;
  if (sets.source.state === 'absent') {
    return [];
  }
  if (!hasData(sets.source)) {
    return null;
  }
  const known = <Value>(collection: Collection<Value>) => (hasData(collection.source) ? collection : null);
  return scaleSetRunners({
    source: clusterOf(sets),
    sets: sets.values(),
    listeners: known(listeners)?.values() ?? null,
    runners: known(runners)?.values() ?? null,
    pods: known(pods),
    nodes: known(nodes),
  });
}
