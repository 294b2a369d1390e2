import {
  ALL_MACHINES,
  MACHINE_FILTERS,
  MACHINE_SORTS,
  type MachineSelection,
  type MachineSort,
} from './select-machines.ts';

/** Of a node, as Kubernetes has it; and of a machine outside, which the configuration names. */
export const LONGEST_NAME = 253;

/** Reads an address; what it does not understand it leaves out. */
export function parseGpuAddress(params: URLSearchParams): MachineSelection {
  const sort = params.get('sort') ?? ALL_MACHINES.sort;
  const name = sort.replace(/^-/, '');
  const show = params.get('show') ?? '';
  return {
    // As it was typed: a space may be the one before the next word.
    search: (params.get('q') ?? '').slice(0, 200),
    machine: (params.get('machine') ?? '').slice(0, LONGEST_NAME),
    show: MACHINE_FILTERS.find((filter) => filter === show) ?? '',
    sort: isSort(name) ? name : ALL_MACHINES.sort,
    descending: isSort(name) && sort.startsWith('-'),
  };
}

/** The address of the page; what is as usual is left out. */
export function formatGpuAddress({ search, machine, show, sort, descending }: MachineSelection): string {
  const params = new URLSearchParams();
  const order = `${descending ? '-' : ''}${sort}`;
  for (const [name, value] of [
    ['q', search],
    ['machine', machine],
    ['show', show],
    ['sort', order === ALL_MACHINES.sort ? '' : order],
  ] as const) {
    if (value !== '') {
      params.set(name, value);
    }
  }
  const query = params.toString();
  return query === '' ? '' : `?${query}`;
}

function isSort(text: string): text is MachineSort {
  return MACHINE_SORTS.some((sort) => sort === text);
}
