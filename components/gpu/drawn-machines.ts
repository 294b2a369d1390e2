import type { GpuMachine } from '#lib/views/gpu/machine.ts';

/** Elements of all cards together: a page of any size keeps to 1,500 with its table and its frame. */
const MOST_ELEMENTS = 800;
const OF_A_CARD = 45;
const OF_A_SLICE = 4;
const OF_A_HOLDER = 11;
const OF_A_LINE = 5;

/** The first machines, as many as can be drawn at once; at least one. */
export function drawnMachines(machines: readonly GpuMachine[]): GpuMachine[] {
  let elements = 0;
  const end = machines.findIndex((machine, index) => {
    elements += weightOf(machine);
    return index > 0 && elements > MOST_ELEMENTS;
  });
  return machines.slice(0, end === -1 ? machines.length : end);
}

function weightOf({ node, vram }: GpuMachine): number {
  const pools = node?.pools ?? [];
  const slices = pools.reduce((sum, { allocatable, taken }) => sum + Math.min(64, Math.max(allocatable, taken)), 0);
  const holders = pools.reduce((sum, pool) => sum + pool.holders.length, 0);
  const lines = (vram?.cards.length ?? 0) + (vram?.models.length ?? 0) + (vram?.needs.length ?? 0);
  return OF_A_CARD + slices * OF_A_SLICE + holders * OF_A_HOLDER + lines * OF_A_LINE;
}
