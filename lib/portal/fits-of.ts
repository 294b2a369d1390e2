import type { Impact } from '#lib/domain/change/impact.ts';
import type { WorkloadFit } from '#lib/domain/change/preview.ts';
import { fitOf, roomOf } from '#lib/domain/node/fit.ts';
import { hasData } from '#lib/domain/source/source.ts';
import type { Services } from './context.ts';

/** Whether the workloads of a change find room now; null where the nodes or what runs on them is not known. */
export function fitsOf(impact: Impact, { nodes, pods }: Pick<Services, 'nodes' | 'pods'>): WorkloadFit[] | null {
  if (!hasData(nodes.source) || !hasData(pods.source)) {
    return null;
  }
  const rooms = roomOf(nodes.values(), pods.values());
  return impact.workloads.map((workload) => ({ object: workload.object, lines: fitOf(workload, rooms) }));
}
