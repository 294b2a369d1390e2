import { describe, expect, it } from 'vitest';
import { readNodeGpu } from './read-node-gpu.ts';
import type { SharedCard } from './shared-card.ts';

const amounts = (extended: Record<string, number>) => ({ cpuMillis: 0, memoryBytes: 0, extended });

type Said = {
  labels?: Record<string, string>;
  capacity?: Record<string, number>;
  allocatable?: Record<string, number>;
  sharedCards?: SharedCard[];
};

const read = ({ labels = {}, capacity = {}, allocatable = capacity, sharedCards = [] }: Said) =>
  readNodeGpu({
    name: 'gpu-1',
    labels,
    capacity: amounts(capacity),
    allocatable: amounts(allocatable),
    sharedCards,
  });

const gpu = (rest: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(rest).map(([key, value]) => [`nvidia.com/${key}`, value]));

describe('what a node says of its cards', () => {
  it('is nothing without a card', () => {
    expect(read({ labels: { 'kubernetes.io/os': 'linux' }, capacity: { 'hugepages-2Mi': 2 } })).toBeNull();
    expect(read({ capacity: { 'nvidia.com/gpumem': 16_000 } })).toBeNull();
  });

  it('one card that is shared by nobody', () => {
    expect(
      read({
        labels: gpu({
          'gpu.count': '1',
          'gpu.memory': '2048',
          'gpu.family': 'pascal',
          'gpu.product': 'Quadro-P400',
          'gpu.replicas': '1',
          'gpu.sharing-strategy': 'none',
          'mig.strategy': 'single',
          'cuda.driver.major': '550',
          'cuda.driver.minor': '54',
          'cuda.driver.rev': '15',
        }),
        capacity: { 'nvidia.com/gpu': 1 },
      }),
    ).toEqual({
      vendor: 'NVIDIA',
      product: 'Quadro P400',
      family: 'pascal',
      driver: '550.54.15',
      cuda: '',
      sharing: 'none',
      replicas: 1,
      count: { cards: 1, isAtLeast: false },
      cardMemoryMiB: 2048,
      pools: [{ resource: 'nvidia.com/gpu', profile: '', capacity: 1, allocatable: 1, perDevice: 1, memoryMiB: 2048 }],
      notices: [],
    });
  });

  it('slices of time, which have no memory of their own', () => {
    expect(
      read({
        labels: gpu({
          'gpu.count': '2',
          'gpu.memory': '95830',
          'gpu.product': 'NVIDIA-H100-NVL-SHARED',
          'gpu.replicas': '5',
          'gpu.sharing-strategy': 'time-slicing',
          'mig.capable': 'true',
          'cuda.driver-version.full': '580.95.05',
        }),
        capacity: { 'nvidia.com/gpu': 10 },
      }),
    ).toMatchObject({
      product: 'NVIDIA H100 NVL',
      driver: '580.95.05',
      sharing: 'time-slicing',
      replicas: 5,
      count: { cards: 2, isAtLeast: false },
      cardMemoryMiB: 95_830,
      pools: [{ capacity: 10, memoryMiB: null }],
    });
  });

  it('shares with a name of their own, and not the resource that is left with none', () => {
    expect(
      read({
        labels: gpu({ 'gpu.product': 'Tesla-T4', 'gpu.replicas': '4', 'gpu.sharing-strategy': 'time-slicing' }),
        capacity: { 'nvidia.com/gpu': 0, 'nvidia.com/gpu.shared': 8 },
      }),
    ).toMatchObject({
      sharing: 'time-slicing',
      count: { cards: 2 },
      pools: [{ resource: 'nvidia.com/gpu.shared', capacity: 8 }],
    });
  });

  it('shares of MPS, each with its part of the memory', () => {
    expect(
      read({
        labels: gpu({ 'gpu.count': '1', 'gpu.memory': '16384', 'gpu.replicas': '4', 'gpu.sharing-strategy': 'mps' }),
        capacity: { 'nvidia.com/gpu': 4 },
      }),
    ).toMatchObject({ sharing: 'mps', pools: [{ memoryMiB: 4096 }], cardMemoryMiB: 16_384 });
  });

  it('cards that MIG has cut alike: what is counted are the devices', () => {
    expect(
      read({
        labels: gpu({
          'gpu.count': '56',
          'gpu.memory': '4864',
          'gpu.product': 'A100-SXM4-40GB-MIG-1g.5gb',
          'mig.strategy': 'single',
        }),
        capacity: { 'nvidia.com/gpu': 56 },
      }),
    ).toMatchObject({
      product: 'A100 SXM4 40GB',
      sharing: 'mig-single',
      count: { cards: 8, isAtLeast: true },
      cardMemoryMiB: null,
      pools: [{ memoryMiB: 4864 }],
    });
  });

  it.each([
    ['A30-MIG-1g.6gb', '8', 2],
    ['A100-SXM4-40GB-MIG-3g.20gb', '4', 2],
    ['H100-MIG-7g.80gb', '3', 3],
  ])('%s: %s devices are %i cards', (product, count, cards) => {
    const said = { labels: gpu({ 'gpu.count': count, 'gpu.product': product, 'mig.strategy': 'single' }) };
    expect(read({ ...said, capacity: { 'nvidia.com/gpu': Number(count) } })?.count?.cards).toBe(cards);
  });

  it('cards of which MIG has cut one: at least as many as the profiles need', () => {
    expect(
      read({
        labels: gpu({
          'gpu.memory': '97871',
          'gpu.product': 'NVIDIA-H20',
          'mig.strategy': 'mixed',
          'mig-1g.12gb.memory': '12032',
          'mig-1g.24gb.memory': '24192',
          'mig-3g.48gb.memory': '48512',
        }),
        capacity: {
          'nvidia.com/gpu': 7,
          'nvidia.com/mig-1g.12gb': 2,
          'nvidia.com/mig-1g.24gb': 1,
          'nvidia.com/mig-3g.48gb': 1,
        },
      }),
    ).toMatchObject({
      sharing: 'mig-mixed',
      count: { cards: 8, isAtLeast: true },
      cardMemoryMiB: 97_871,
      pools: [
        { profile: '', memoryMiB: 97_871 },
        { profile: '1g.12gb', capacity: 2, memoryMiB: 12_032 },
        { profile: '1g.24gb', memoryMiB: 24_192 },
        { profile: '3g.48gb', memoryMiB: 48_512 },
      ],
    });
  });

  it('cards of which HAMi keeps the books: slots are not cards times replicas', () => {
    const card = { uuid: 'GPU-1', type: 'NVIDIA-Tesla T4', slots: 10, memoryMiB: 15_360, cores: 100, isHealthy: true };
    expect(read({ capacity: { 'nvidia.com/gpu': 10 }, sharedCards: [card] })).toMatchObject({
      sharing: 'hami',
      product: 'NVIDIA-Tesla T4',
      count: { cards: 1 },
      cardMemoryMiB: null,
      registeredMiB: 15_360,
      pools: [{ capacity: 10, memoryMiB: null }],
    });
    const scaled = read({
      labels: gpu({ 'gpu.memory': '15360' }),
      capacity: { 'nvidia.com/gpu': 10 },
      sharedCards: [{ ...card, memoryMiB: 30_720 }],
    });
    expect(scaled, 'made to look larger than it is').toMatchObject({ cardMemoryMiB: 15_360, registeredMiB: 30_720 });
    const unlike = [card, { ...card, uuid: 'GPU-2', memoryMiB: 8192 }];
    expect(read({ capacity: { 'nvidia.com/gpu': 20 }, sharedCards: unlike })).not.toHaveProperty('registeredMiB');
  });

  it('slices of which nothing tells what they are, neither whole cards nor shares', () => {
    expect(read({ capacity: { 'nvidia.com/gpu': 4 } })).toMatchObject({
      sharing: 'unknown',
      count: null,
      pools: [{ capacity: 4, memoryMiB: null }],
    });
  });

  it('cards of other makers', () => {
    expect(read({ capacity: { 'amd.com/gpu': 2 } })).toMatchObject({ vendor: 'AMD', sharing: 'unknown', count: null });
    expect(read({ capacity: { 'gpu.intel.com/i915': 1 } })).toMatchObject({ vendor: 'Intel', cardMemoryMiB: null });
  });

  it.each([
    ['a card without a driver', { labels: { 'feature.node.kubernetes.io/pci-10de.present': 'true' } }, 'no-driver'],
    [
      'a plugin that went away',
      {
        labels: gpu({ 'gpu.present': 'true' }),
        capacity: { 'nvidia.com/gpu': 4 },
        allocatable: { 'nvidia.com/gpu': 0 },
      },
      'no-plugin',
    ],
    ['a card that broke', { capacity: { 'nvidia.com/gpu': 8 }, allocatable: { 'nvidia.com/gpu': 7 } }, 'unhealthy'],
    [
      'a layout that could not be made',
      { labels: gpu({ 'mig.config': 'all-1g.10gb', 'mig.config.state': 'failed' }), capacity: { 'nvidia.com/gpu': 1 } },
      'failed',
    ],
    [
      'a layout that is being made',
      { labels: gpu({ 'mig.config.state': 'rebooting' }), capacity: { 'nvidia.com/gpu': 1 } },
      'reconfiguring',
    ],
  ])('tells of %s', (_, said: Said, kind) => {
    expect(read(said)?.notices.map((notice) => notice.kind)).toEqual([kind]);
    expect(read(said)?.notices[0]?.text).toContain('gpu-1');
  });

  it('MIG devices that are shared in time as well: without walls, and not more of them', () => {
    const single = read({
      labels: gpu({
        'gpu.product': 'NVIDIA-A100-SXM4-40GB-MIG-1g.5gb-SHARED',
        'gpu.memory': '4864',
        'gpu.count': '7',
        'gpu.replicas': '3',
        'gpu.sharing-strategy': 'time-slicing',
        'mig.strategy': 'single',
      }),
      capacity: { 'nvidia.com/gpu': 21 },
    });
    expect(single).toMatchObject({
      sharing: 'mig-single',
      count: { cards: 1 },
      pools: [{ perDevice: 3, capacity: 21, memoryMiB: null }],
    });
    const mixed = read({
      labels: gpu({
        'gpu.product': 'NVIDIA-H20',
        'mig.strategy': 'mixed',
        'mig-1g.12gb.count': '7',
        'mig-1g.12gb.memory': '12032',
        'mig-1g.12gb.replicas': '2',
        'mig-1g.12gb.sharing-strategy': 'mps',
      }),
      capacity: { 'nvidia.com/mig-1g.12gb.shared': 14 },
    });
    expect(mixed).toMatchObject({ count: { cards: 1 }, pools: [{ perDevice: 2, memoryMiB: 6016 }] });
  });
});
