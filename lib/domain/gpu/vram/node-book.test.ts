import { describe, expect, it } from 'vitest';
import type { Pod } from '#lib/domain/workload/workload.ts';
import { amounts, GPU, gpuNode, gpuPod, podGpu } from '#lib/testing/gpu-cluster.ts';
import type { CardMetrics } from '../card-metrics.ts';
import { gpuNodes } from '../ledger.ts';
import type { SharedCard } from '../shared-card.ts';
import { nodeBook } from './node-book.ts';
import type { ModelInVram, VramBook } from './vram.ts';

const GIB = 1024 ** 3;
const SLICED = {
  'nvidia.com/gpu.product': 'NVIDIA-GeForce-RTX-5080-SHARED',
  'nvidia.com/gpu.memory': '16384',
  'nvidia.com/gpu.count': '1',
  'nvidia.com/gpu.replicas': '4',
  'nvidia.com/gpu.sharing-strategy': 'time-slicing',
};
const model = (name: string, gib: number): ModelInVram => ({ server: 'Ollama', name, bytes: gib * GIB });
const card = (rest: Partial<CardMetrics> = {}): CardMetrics => ({
  id: 'akula/GPU-1',
  node: 'akula',
  index: 0,
  uuid: 'GPU-1',
  product: 'NVIDIA GeForce RTX 5080',
  instance: null,
  usedMiB: 6144,
  freeMiB: 9728,
  utilPercent: 40,
  tempC: 61,
  powerW: null,
  xid: 0,
  asOf: 1000,
  ...rest,
});

type Given = {
  saidBytes?: number[];
  sharedCards?: SharedCard[];
  labels?: Record<string, string>;
  pods?: Pod[];
  models?: ModelInVram[];
  measured?: CardMetrics[] | null;
};

function bookOf({
  labels = SLICED,
  pods = [],
  models = [],
  measured = null,
  saidBytes = [],
  sharedCards = [],
}: Given): VramBook {
  const [node] = gpuNodes([{ ...gpuNode('akula', 4, labels), sharedCards }], pods);
  if (node === undefined) {
    throw new RangeError('the node has a card');
  }
  const byId = new Map(pods.map((pod) => [pod.id, pod.gpu]));
  return nodeBook({ node, podGpu: (pod) => byId.get(pod) ?? null, models, saidBytes, measured });
}

describe('the memory of a node’s cards', () => {
  it('is as large as the labels say, and of its use only that of models is known where nothing measures', () => {
    expect(bookOf({ models: [model('phi3', 3)] })).toMatchObject({
      totalBytes: 16 * GIB,
      whence: 'as its labels say',
      usedBytes: null,
      measuredAt: null,
      cards: [],
      warnings: [],
    });
  });

  it('is as large as was measured where no label says it, and not known where one of two cards did not tell', () => {
    const other = card({ id: 'akula/GPU-2', uuid: 'GPU-2', index: 1, asOf: 900 });
    const labels = { 'nvidia.com/gpu.present': 'true' };
    expect(bookOf({ labels, measured: [card(), other] })).toMatchObject({
      totalBytes: 31 * GIB,
      usedBytes: 12 * GIB,
      measuredAt: 900,
      cards: [{ label: 'card 0' }, { label: 'card 1' }],
    });
    const silent = { ...other, usedMiB: null };
    expect(bookOf({ labels, measured: [card(), silent] })).toMatchObject({ totalBytes: null, usedBytes: null });
    expect(bookOf({ labels, measured: [] })).toMatchObject({ totalBytes: null, measuredAt: null });
  });

  it('is as large as the configuration says where nothing else tells', () => {
    const labels = { 'nvidia.com/gpu.present': 'true' };
    const whence = 'as models[].vram of the configuration says';
    expect(bookOf({ labels, saidBytes: [0, 8 * GIB] })).toMatchObject({ totalBytes: 8 * GIB, whence });
    expect(bookOf({ labels, saidBytes: [0] }).totalBytes).toBeNull();
    expect(bookOf({ saidBytes: [8 * GIB] })).toMatchObject({ totalBytes: 16 * GIB });
  });

  it('does not take what one of two cards uses for what both use', () => {
    const labels = { ...SLICED, 'nvidia.com/gpu.count': '2' };
    const book = bookOf({ labels, measured: [card()], models: [model('phi3', 3)] });
    expect(book).toMatchObject({
      totalBytes: 32 * GIB,
      usedBytes: null,
      measuredAt: 1000,
      cards: [{ label: 'card 0' }],
    });
  });

  it('counts the parts of a card only where the whole was not measured', () => {
    const part = (id: string, usedMiB: number) =>
      card({ id: `akula/GPU-1/${id}`, instance: { id, profile: '1g.10gb' }, usedMiB, freeMiB: 0 });
    expect(bookOf({ measured: [part('7', 1024), card(), part('8', 2048)] }).usedBytes).toBe(6 * GIB);
    expect(bookOf({ measured: [part('7', 1024), part('8', 2048)] }).usedBytes).toBe(3 * GIB);
  });

  it('counts the parts of a cut card beside whole ones, and misses one of which neither is told', () => {
    const labels = {
      'nvidia.com/gpu.product': 'NVIDIA-H20',
      'nvidia.com/mig.strategy': 'mixed',
    };
    const [node] = gpuNodes(
      [{ ...gpuNode('akula', 2, labels), capacity: amounts({ [GPU]: 2, 'nvidia.com/mig-1g.12gb': 7 }) }],
      [],
    );
    const used = (measured: CardMetrics[]) =>
      node && nodeBook({ node, podGpu: () => null, models: [], saidBytes: [], measured });
    const whole = (index: number) => card({ id: `akula/GPU-${index}`, uuid: `GPU-${index}`, index, usedMiB: 4096 });
    const part = (id: string) =>
      card({
        ...whole(2),
        id: `akula/GPU-2/${id}`,
        instance: { id, profile: '1g.12gb' },
        usedMiB: 1024,
        freeMiB: 11264,
      });
    const told = used([whole(0), whole(1), part('7'), part('8')]);
    expect(told).toMatchObject({ usedBytes: 10 * GIB, totalBytes: 51 * GIB });
    expect(told?.cards.map(({ profile }) => profile)).toEqual(['', '', '1g.12gb', '1g.12gb']);
    expect(used([whole(0), part('7'), part('8')])).toMatchObject({ usedBytes: null, cards: { length: 3 } });
  });

  const free = (given: Given) => bookOf(given).warnings.filter((text) => text.includes('free'));
  it('warns where a slice is free and its part of the memory is not', () => {
    const pods = [gpuPod('a'), gpuPod('b'), gpuPod('c')];
    expect(free({ pods, measured: [card({ usedMiB: 15360, freeMiB: 1024 })] })).toEqual([
      'One slice is free, but of the memory that all 4 slices share 1 GiB is: a pod that starts here gets its slice and can still run out of memory.',
    ]);
    expect(free({ models: [model('big', 13)] })).toEqual([
      expect.stringContaining('4 slices are free, but of the memory that all 4 slices share at most 3 GiB is'),
    ]);
    expect(free({ pods, measured: [card({ usedMiB: 12288 })] }), 'its part is there').toEqual([]);
    const full = [...pods, gpuPod('d')];
    expect(free({ pods: full, measured: [card({ usedMiB: 15360 })] }), 'none is free').toEqual([]);
    const whole = { ...SLICED, 'nvidia.com/gpu.replicas': '1', 'nvidia.com/gpu.sharing-strategy': 'none' };
    expect(free({ labels: whole, measured: [card({ usedMiB: 16000 })] }), 'whole cards').toEqual([]);
  });

  it('adds up what pods say they need, and warns where that is more than there is', () => {
    const says = (name: string, gib: number) => gpuPod(name, { gpu: podGpu({ vramBytes: gib * GIB }) });
    const silent = gpuPod('silent');
    expect(bookOf({ pods: [says('a', 6), silent] })).toMatchObject({
      needs: [{ pod: 'ai/a', bytes: 6 * GIB }],
      warnings: [],
    });
    const share = gpuPod('vllm', { gpu: podGpu({ vramShare: 0.75 }) }, { [GPU]: 2 });
    const looks = gpuPod('looks', { gpu: podGpu({ containers: [], isUnasked: true, vramBytes: GIB }) }, {});
    const { needs, warnings } = bookOf({ pods: [says('a', 6), share, looks] });
    expect(needs.map(({ pod, bytes }) => [pod, bytes / GIB]).toSorted()).toEqual([
      ['ai/a', 6],
      ['ai/looks', 1],
      ['ai/vllm', 12],
    ]);
    expect(warnings).toEqual([
      'Pods here say that they need 19 GiB together, and the cards have 16 GiB: whoever comes last runs out of memory.',
    ]);
  });

  const MIG = 'nvidia.com/mig-1g.10gb';
  const mig = (rest: Record<string, string> = {}) => ({
    'nvidia.com/gpu.memory': '81920',
    'nvidia.com/mig.strategy': 'mixed',
    'nvidia.com/mig-1g.10gb.memory': '10240',
    ...rest,
  });
  const mps = { ...SLICED, 'nvidia.com/gpu.sharing-strategy': 'mps' };
  const single = {
    'nvidia.com/gpu.product': 'A100-SXM4-40GB-MIG-1g.5gb',
    'nvidia.com/gpu.memory': '5120',
    'nvidia.com/gpu.count': '7',
    'nvidia.com/mig.strategy': 'single',
  };
  const inTime = { 'nvidia.com/mig-1g.10gb.replicas': '2', 'nvidia.com/mig-1g.10gb.sharing-strategy': 'time-slicing' };

  it.each<[string, string, number, Record<string, string>, number | undefined]>([
    ['parts of cards that MIG cut', MIG, 7, mig(), 7.5],
    ['parts of cards that it cut alike', GPU, 7, single, 3.75],
    ['clients of MPS', GPU, 4, mps, 3],
    ['not where the part is shared in time, so that nobody says how large it is', MIG, 14, mig(inTime), undefined],
  ])('takes the share of vLLM of what the pod sees: %s', (_, resource, slices, labels, gib) => {
    const told = { capacity: amounts({ [resource]: slices }), allocatable: amounts({ [resource]: slices }) };
    const pods = Array.from({ length: slices }, (_each, index) =>
      gpuPod(`vllm-${index}`, { gpu: podGpu({ vramShare: 0.75 }) }, { [resource]: 1 }),
    );
    const [node] = gpuNodes([{ ...gpuNode('akula', 0, labels), ...told }], pods);
    const measured = [card({ usedMiB: 0, freeMiB: 81_920 })];
    const podOf = (pod: string) => pods.find(({ id }) => id === pod)?.gpu ?? null;
    const book = node && nodeBook({ node, podGpu: podOf, models: [], saidBytes: [], measured });
    expect(new Set(book?.needs.map(({ bytes }) => bytes / GIB))).toEqual(new Set(gib === undefined ? [] : [gib]));
    expect(new Set(book?.needs.map(({ whence }) => whence))).toEqual(
      new Set(gib === undefined ? [] : ['vLLM takes 75 % of its slice when it starts']),
    );
    expect(book?.warnings).toEqual([]);
  });

  it('takes what HAMi set apart before what a pod says, where HAMi runs', () => {
    const shares = [{ uuid: 'GPU-1', memoryMiB: 3072, cores: 30 }];
    const pods = [gpuPod('a', { gpu: podGpu({ shares, vramBytes: 9 * GIB }) })];
    const sharedCards = [{ uuid: 'GPU-1', type: 'T4', slots: 10, memoryMiB: 15_360, cores: 100, isHealthy: true }];
    expect(bookOf({ pods, sharedCards }).needs).toEqual([{ pod: 'ai/a', bytes: 3 * GIB, whence: 'set apart by HAMi' }]);
    expect(bookOf({ pods }).needs).toMatchObject([{ bytes: 9 * GIB, whence: 'as its annotation says' }]);
  });

  it('does not take what HAMi hands out for what a card has', () => {
    const registered = (memoryMiB: number) => [
      { uuid: 'GPU-1', type: 'T4', slots: 10, memoryMiB, cores: 100, isHealthy: true },
    ];
    const labels = { 'nvidia.com/gpu.memory': '16384' };
    expect(bookOf({ labels: {}, sharedCards: registered(16_384) })).toMatchObject({
      totalBytes: 16 * GIB,
      isRegistered: true,
      whence: 'as HAMi registered it, which can be more than there is (deviceMemoryScaling)',
    });
    const scaled = 'HAMi hands out 32 GiB, which is more than there is (deviceMemoryScaling)';
    expect(bookOf({ labels, sharedCards: registered(32_768) })).toMatchObject({
      totalBytes: 16 * GIB,
      whence: `as its labels say; ${scaled}`,
    });
    const measured = [card({ usedMiB: 6144, freeMiB: 9728 })];
    const told = bookOf({ labels: {}, sharedCards: registered(32_768), measured });
    expect(told).toMatchObject({ totalBytes: 15.5 * GIB, whence: `as the driver measured it; ${scaled}` });
    const plain = bookOf({ labels: {}, sharedCards: registered(16_384), measured });
    expect(plain.whence, 'a driver keeps a little for itself').toBe('as the driver measured it');
    expect(plain).not.toHaveProperty('isRegistered');
  });

  it('tells the driver’s last error', () => {
    expect(bookOf({ measured: [card({ xid: 79 })] }).warnings).toEqual([
      expect.stringContaining('last error of card 0 is Xid 79'),
    ]);
  });
});
