import type { Impact } from '#lib/domain/change/impact.ts';
import type { WorkloadFit } from '#lib/domain/change/preview.ts';
import { fitOf, roomOf } from '#lib/domain/node/fit.ts';
import type { Services } from './context.ts';
import { knownClusters } from './parts.ts';

/**
 * Whether the workloads of a change find room now in the first cluster, which is the one that changes go to; null where its
 * nodes or what runs on them is not known.
 */
export function fitsOf(impact: Impact, services: Pick<Services, 'nodes' | 'pods'>): WorkloadFit[] | null {
  const first = knownClusters(services).find(({ prefix }) => prefix === null);
  if (first === undefined) {
    return null;
  }
  const rooms = roomOf(first.nodes.values(), first.pods.values());
  return impact.workloads.map((workload) => ({ object: workload.object, lines: fitOf(workload, rooms) }));
}
