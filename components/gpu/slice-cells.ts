import type { GpuHolder, HeldPool } from '#lib/domain/gpu/ledger.ts';

/** More of them can no longer be told apart by eye; they are a bar. */
export const MOST_CELLS = 64;

/** One slice as it is drawn: who holds it, or that nobody does; `isOver` where more are held than are handed out. */
export type SliceCell = { id: string; holder: GpuHolder | null; isOver: boolean };

/** The slices of a pool, held ones first; null where there are too many to draw. */
export function sliceCells({
  allocatable,
  taken,
  holders,
}: Pick<HeldPool, 'allocatable' | 'taken' | 'holders'>): SliceCell[] | null {
  const all = Math.max(allocatable, taken);
  if (all > MOST_CELLS) {
    return null;
  }
  const held = holders.flatMap((holder) =>
    Array.from({ length: holder.amount }, (_, index) => ({ id: `${holder.pod}/${index}`, holder })),
  );
  const free = Array.from({ length: all - taken }, (_, index) => ({ id: `free/${index}`, holder: null }));
  return [...held, ...free].map((cell, index) => ({ ...cell, isOver: index >= allocatable }));
}
