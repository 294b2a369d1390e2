import type { VramBook } from '#lib/domain/gpu/vram/vram.ts';
import type { GpuRow } from './nodes.ts';

/** A machine with cards: a node with its slices, or one outside of the cluster, of which only the memory is known. */
export type GpuMachine = { id: string; node: GpuRow | null; vram: VramBook | null };

/** Sums over the slices that a node hands out; null for a machine outside of the cluster. */
export type SliceSums = { all: number; held: number; free: number };

export function slicesOf({ node }: Pick<GpuMachine, 'node'>): SliceSums | null {
  if (node === null) {
    return null;
  }
  const sums = { all: 0, held: 0, free: 0 };
  for (const { allocatable, taken, free } of node.pools) {
    sums.all += allocatable;
    sums.held += taken;
    sums.free += Math.max(0, free);
  }
  return sums;
}

/** Used memory as far as anybody tells: measured, or what models are known to take, whichever is more. */
export function usedBytesOf({ usedBytes, models }: Pick<VramBook, 'usedBytes' | 'models'>): number {
  return Math.max(
    usedBytes ?? 0,
    models.reduce((sum, { bytes }) => sum + bytes, 0),
  );
}

/** Whether something at it asks for a look. */
export function isInTrouble({ node, vram }: GpuMachine): boolean {
  return (
    (vram?.warnings.length ?? 0) > 0 ||
    (node !== null && (node.ready !== 'True' || node.gpu.notices.length > 0 || node.pools.some(({ free }) => free < 0)))
  );
}

/** Joins what came apart: rows that did not change stay the same objects. */
export function createMachineJoin(): (nodes: readonly GpuRow[], books: readonly VramBook[]) => GpuMachine[] {
  let before = new Map<string, GpuMachine>();
  return (nodes, books) => {
    // A machine outside can be called as a node is, and is not that node.
    const byId = new Map(books.flatMap((book) => (book.isNode ? [[book.id, book] as const] : [])));
    const inside = new Set(nodes.map(({ id }) => id));
    const join = (id: string, node: GpuRow | null, vram: VramBook | null) => {
      const known = before.get(id);
      return known?.node === node && known.vram === vram ? known : { id, node, vram };
    };
    const machines = [
      ...nodes.map((node) => join(node.id, node, byId.get(node.id) ?? null)),
      ...books.filter(({ id, isNode }) => !isNode && !inside.has(id)).map((book) => join(book.id, null, book)),
    ];
    before = new Map(machines.map((machine) => [machine.id, machine]));
    return machines;
  };
}
