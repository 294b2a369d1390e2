import { formatBytes } from '#components/patterns/format-bytes.ts';
import type { GpuSums } from '#lib/views/gpu/sums.ts';

/** What there is and what is left, in a sentence or two. */
export function summaryOf({ nodes, outside, slices, held, free, memoryBytes, usedBytes, isMeasured }: GpuSums): string {
  const where = [
    ...(nodes === 0 ? [] : [nodes === 1 ? 'one node' : `${nodes} nodes`]),
    ...(outside === 0 ? [] : [`${outside === 1 ? 'one machine' : `${outside} machines`} outside of the cluster`]),
  ].join(' and ');
  const are = (count: number) => (count === 0 ? 'none is' : `${count} ${count === 1 ? 'is' : 'are'}`);
  const handedOut =
    nodes === 0 ? `Cards on ${where}.` : `Of ${slices} slices on ${where} ${are(held)} held and ${are(free)} free.`;
  if (memoryBytes === 0) {
    return handedOut;
  }
  const used = `${isMeasured ? '' : 'at least '}${formatBytes(usedBytes)}`;
  return `${handedOut} Of ${formatBytes(memoryBytes)} memory ${used} ${isMeasured ? 'is' : 'are known to be'} used.`;
}
