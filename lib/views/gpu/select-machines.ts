import { type GpuMachine, isInTrouble, slicesOf, usedBytesOf } from './machine.ts';

export const MACHINE_SORTS = ['name', 'free', 'memory'] as const;
export type MachineSort = (typeof MACHINE_SORTS)[number];
export const MACHINE_FILTERS = ['free', 'full', 'trouble'] as const;
export type MachineFilter = (typeof MACHINE_FILTERS)[number];

/** What the address of the page says: which machines, in which order. */
export type MachineSelection = {
  search: string;
  /** The id of one that is shown alone; '' for none. */
  machine: string;
  show: MachineFilter | '';
  sort: MachineSort;
  descending: boolean;
};

export const ALL_MACHINES: MachineSelection = { search: '', machine: '', show: '', sort: 'name', descending: false };

/** Whether not all of them are shown: then there must be something to take that back with. */
export function isNarrowed({ search, machine, show }: MachineSelection): boolean {
  return search !== '' || machine !== '' || show !== '';
}

const COMPARE: Record<MachineSort, (a: GpuMachine, b: GpuMachine) => number> = {
  name: () => 0,
  free: (a, b) => (slicesOf(a)?.free ?? -1) - (slicesOf(b)?.free ?? -1),
  memory: (a, b) => leftBytes(a) - leftBytes(b),
};

/** The machines that match, in order. The same on the server for the first page and in the browser for the rest. */
export function selectMachines(machines: Iterable<GpuMachine>, selection: MachineSelection): GpuMachine[] {
  const words = selection.search.toLowerCase().split(/\s+/).filter(Boolean);
  const direction = selection.descending ? -1 : 1;
  const compare = COMPARE[selection.sort];
  return [...machines]
    .filter(({ id }) => selection.machine === '' || id === selection.machine)
    .filter((machine) => isShown(machine, selection.show) && hasWords(machine, words))
    .sort((a, b) => direction * (compare(a, b) || (a.id < b.id ? -1 : 1)));
}

/** How many machines each filter shows. */
export function countMachines(machines: readonly GpuMachine[]): Record<MachineFilter, number> {
  const count = (filter: MachineFilter) => machines.filter((machine) => isShown(machine, filter)).length;
  return { free: count('free'), full: count('full'), trouble: count('trouble') };
}

function isShown(machine: GpuMachine, filter: MachineFilter | ''): boolean {
  if (filter === '') {
    return true;
  }
  if (filter === 'trouble') {
    return isInTrouble(machine);
  }
  const slices = slicesOf(machine);
  return slices !== null && (filter === 'free' ? slices.free > 0 : slices.all > 0 && slices.free === 0);
}

/** Every word somewhere: in its name, what its cards are, who holds them, which models lie there. */
function hasWords({ id, node, vram }: GpuMachine, words: readonly string[]): boolean {
  if (words.length === 0) {
    return true;
  }
  const text = [
    id,
    node?.gpu.product,
    node?.gpu.sharing,
    ...(node?.pools.flatMap(({ resource, holders }) => [resource, ...holders.map(({ pod }) => pod)]) ?? []),
    ...Object.values(node?.applications ?? {}),
    ...(vram?.models.map(({ name }) => name) ?? []),
    ...(vram?.cards.map(({ product }) => product) ?? []),
  ]
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Those of which it is not known come before those that are full. */
function leftBytes({ vram }: GpuMachine): number {
  return vram === null || vram.totalBytes === null ? -1 : Math.max(0, vram.totalBytes - usedBytesOf(vram));
}
