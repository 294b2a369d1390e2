import { formatBytes } from '../../quantity/format-bytes.ts';
import type { VramBook } from './vram.ts';

type Facts = Pick<VramBook, 'totalBytes' | 'usedBytes' | 'cards' | 'models' | 'needs'>;

/**
 * What does not add up. The scheduler counts slices and never looks at memory, so that a pod gets its slice where no memory
 * is left.
 * @param slices of one shared memory; null where slices have walls, or none are handed out
 */
export function warningsOf(facts: Facts, slices: { total: number; free: number } | null): string[] {
  return [...errorsOf(facts), ...overcommit(facts), ...(slices === null ? [] : fullMemory(facts, slices))];
}

function errorsOf({ cards }: Facts): string[] {
  return cards.flatMap(({ xid, label }) =>
    xid === null || xid === 0
      ? []
      : [
          `The driver's last error${label === '' ? '' : ` of ${label}`} is Xid ${xid}: NVIDIA's list of Xid errors says what it means.`,
        ],
  );
}

function overcommit({ totalBytes, needs }: Facts): string[] {
  const needed = needs.reduce((sum, { bytes }) => sum + bytes, 0);
  return totalBytes === null || needed <= totalBytes
    ? []
    : [
        `Pods here say that they need ${formatBytes(needed)} together, and the cards have ${formatBytes(totalBytes)}: whoever comes last runs out of memory.`,
      ];
}

/** Every slice could hold its part of the memory; where less is left, a free slice promises what is not there. */
function fullMemory({ totalBytes, usedBytes, models }: Facts, slices: { total: number; free: number }): string[] {
  const used = Math.max(
    usedBytes ?? 0,
    models.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  if (totalBytes === null || slices.free === 0 || slices.total === 0) {
    return [];
  }
  const left = Math.max(0, totalBytes - used);
  if (left >= totalBytes / slices.total) {
    return [];
  }
  const free = slices.free === 1 ? 'One slice is free' : `${slices.free} slices are free`;
  return [
    `${free}, but of the memory that all ${slices.total} slices share ${usedBytes === null ? 'at most ' : ''}${formatBytes(left)} is: a pod that starts here gets its slice and can still run out of memory.`,
  ];
}
