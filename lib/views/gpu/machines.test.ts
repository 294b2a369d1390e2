import { describe, expect, it } from 'vitest';
import { gpuNodes } from '#lib/domain/gpu/ledger.ts';
import type { VramBook } from '#lib/domain/gpu/vram/vram.ts';
import { gpuNode, gpuPod } from '#lib/testing/gpu-cluster.ts';
import { formatGpuAddress, parseGpuAddress } from './gpu-params.ts';
import { createMachineJoin } from './machine.ts';
import { ALL_MACHINES, countMachines, isNarrowed, type MachineSelection, selectMachines } from './select-machines.ts';
import { sumMachines } from './sums.ts';

const GIB = 1024 ** 3;
const book = (id: string, rest: Partial<VramBook> = {}): VramBook => ({
  id,
  isNode: true,
  totalBytes: 16 * GIB,
  whence: '',
  usedBytes: null,
  measuredAt: null,
  cards: [],
  models: [],
  needs: [],
  warnings: [],
  ...rest,
});
const rows = gpuNodes(
  [gpuNode('akula', 2), gpuNode('bench', 4), { ...gpuNode('crate', 1), ready: 'False' as const }],
  [gpuPod('jupyter'), gpuPod('ollama')],
).map((node) => ({ ...node, applications: node.name === 'akula' ? { 'ai/jupyter': 'argocd/notebooks' } : null }));
const books = [
  book('akula', { usedBytes: 12 * GIB }),
  book('bench', { models: [{ server: 'Ollama', name: 'phi3:mini', bytes: 5 * GIB }], warnings: ['full'] }),
  book('attic', { isNode: false, totalBytes: null }),
];
const machines = createMachineJoin()(rows, books);
const select = (selection: Partial<MachineSelection>) =>
  selectMachines(machines, { ...ALL_MACHINES, ...selection }).map(({ id }) => id);

describe('machines with cards', () => {
  it('are the nodes, and those outside of the cluster', () => {
    expect(machines.map(({ id, node, vram }) => [id, node !== null, vram !== null])).toEqual([
      ['akula', true, true],
      ['bench', true, true],
      ['crate', true, false],
      ['attic', false, true],
    ]);
  });

  it('are not another machine that goes by a node’s name', () => {
    const other = book('akula', { isNode: false, totalBytes: null });
    const [akula] = createMachineJoin()(rows, [book('akula', { usedBytes: 12 * GIB }), other]);
    expect(akula?.vram).toMatchObject({ isNode: true, usedBytes: 12 * GIB });
  });

  it('stay the same objects while nothing of them changes', () => {
    const join = createMachineJoin();
    const before = join(rows, books);
    const after = join(rows, [book('akula'), ...books.slice(1)]);
    expect(after.map((machine, index) => machine === before[index])).toEqual([false, true, true, true]);
  });

  it.each<[string, Partial<MachineSelection>, string[]]>([
    ['all by name', {}, ['akula', 'attic', 'bench', 'crate']],
    ['backwards', { descending: true }, ['crate', 'bench', 'attic', 'akula']],
    ['by free slices', { sort: 'free', descending: true }, ['bench', 'crate', 'akula', 'attic']],
    ['by memory that is left', { sort: 'memory', descending: true }, ['bench', 'akula', 'crate', 'attic']],
    ['with free slices', { show: 'free' }, ['bench', 'crate']],
    ['full', { show: 'full' }, ['akula']],
    ['in trouble', { show: 'trouble' }, ['bench', 'crate']],
    ['by a pod', { search: 'Jupyter' }, ['akula']],
    ['by an application', { search: 'notebooks' }, ['akula']],
    ['by a model', { search: 'phi3 BENCH' }, ['bench']],
    ['one alone, whatever else has its name in it', { machine: 'bench' }, ['bench']],
    ['one that is not there', { machine: 'ben' }, []],
    ['by nothing there is', { search: 'x y z' }, []],
  ])('are selected: %s', (_, selection, expected) => {
    expect(select(selection)).toEqual(expected);
  });

  it('are counted for each filter, and summed', () => {
    expect(countMachines(machines)).toEqual({ free: 2, full: 1, trouble: 2 });
    expect(sumMachines(machines)).toEqual({
      nodes: 3,
      outside: 1,
      slices: 7,
      held: 2,
      free: 5,
      memoryBytes: 32 * GIB,
      usedBytes: 17 * GIB,
      isMeasured: false,
    });
  });
});

it('memory that is registered only, and can be less, is in no sum', () => {
  const [akula] = createMachineJoin()(rows, [book('akula', { usedBytes: 2 * GIB, isRegistered: true })]);
  expect(sumMachines(akula === undefined ? [] : [akula])).toMatchObject({ nodes: 1, memoryBytes: 0, usedBytes: 0 });
});

describe('the address of the page', () => {
  it.each(['', '?q=akula', '?q=a+b&show=free&sort=-memory', '?machine=gpu-1&sort=free'])(
    'is read and written: %s',
    (query) => {
      expect(formatGpuAddress(parseGpuAddress(new URLSearchParams(query)))).toBe(query);
    },
  );

  it('leaves out what it does not understand', () => {
    expect(parseGpuAddress(new URLSearchParams('?show=all&sort=-price'))).toEqual(ALL_MACHINES);
  });
});

it.each<[Partial<MachineSelection>, boolean]>([
  [{ sort: 'free', descending: true }, false],
  [{ search: 'x' }, true],
  [{ machine: 'akula' }, true],
  [{ show: 'full' }, true],
])('%j shows fewer than there are: %s', (selection, narrowed) => {
  expect(isNarrowed({ ...ALL_MACHINES, ...selection })).toBe(narrowed);
});
