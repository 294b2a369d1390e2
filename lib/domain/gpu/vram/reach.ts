import type { SlicePool } from '../gpu.ts';
import type { GpuNode } from '../ledger.ts';

const MIB = 1024 ** 2;

/** The memory of the cards or slices that a pod sees as its own. */
export type Reach = {
  /** null where nobody says how much it is. */
  bytes: number | null;
  /** What each of them is. */
  unit: 'card' | 'slice';
};

type Held = { pod: string; amount: number; pool: Pick<SlicePool, 'profile' | 'memoryMiB'> };

/** What each pod of a node sees: of slices with walls only what is behind them, else the whole of each card. */
export function memoryInReach(node: GpuNode): Map<string, Reach> {
  const { pools, unasked, gpu } = node;
  // Who has not asked sees all cards, and computes on the first.
  const card = { profile: '', memoryMiB: gpu.cardMemoryMiB };
  const held: Held[] = [
    ...unasked.map((pod) => ({ pod, amount: 1, pool: card })),
    ...pools.flatMap((pool) => pool.holders.map(({ pod, amount }) => ({ pod, amount, pool }))),
  ];
  const byPod = Map.groupBy(held, ({ pod }) => pod);
  return new Map([...byPod].map(([pod, own]) => [pod, reachOf(gpu, own)]));
}

function reachOf({ sharing, cardMemoryMiB, count }: GpuNode['gpu'], held: readonly Held[]): Reach {
  const isCut = sharing === 'mps' || sharing === 'mig-single' || held.some(({ pool }) => pool.profile !== '');
  const unit = isCut ? 'slice' : 'card';
  const [walled, open] = [held.filter(hasWalls), held.filter((one) => !hasWalls(one))];
  // What is in a slice that is shared in time itself, and what HAMi lets a pod see, no label says.
  if (
    open.length > 0 &&
    (cardMemoryMiB === null || sharing === 'hami' || open.some(({ pool }) => pool.profile !== ''))
  ) {
    return { bytes: null, unit };
  }
  const own = walled.reduce((sum, { amount, pool }) => sum + amount * (pool.memoryMiB ?? 0), 0);
  // Slices beyond the cards there are lie on the same ones.
  const cards = Math.min(
    open.reduce((sum, { amount }) => sum + amount, 0),
    count?.cards ?? 1,
  );
  return { bytes: (own + cards * (cardMemoryMiB ?? 0)) * MIB, unit };
}

function hasWalls({ pool }: Held): boolean {
  return pool.memoryMiB !== null;
}
