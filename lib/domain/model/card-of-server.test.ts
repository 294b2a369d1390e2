import { expect, it } from 'vitest';
import { amounts, GPU, gpuNode, podGpu } from '#lib/testing/gpu-cluster.ts';
import type { SharedCard } from '../gpu/shared-card.ts';
import type { ClusterNode } from '../node/node.ts';
import type { Pod } from '../workload/workload.ts';
import { cardOfServer } from './card-of-server.ts';

const GIB = 1024 ** 3;
const none = { cpuMillis: 0, memoryBytes: 0, extended: {} };
type Said = { labels?: Record<string, string>; capacity?: Record<string, number>; sharedCards?: SharedCard[] };
function node({ labels = {}, capacity = { [GPU]: 4 }, sharedCards = [] }: Said): ReadonlyMap<string, ClusterNode> {
  const handedOut = amounts(capacity);
  return new Map([
    ['akula', { ...gpuNode('akula', 0, labels), capacity: handedOut, allocatable: handedOut, sharedCards }],
  ]);
}
const pod = (name: string, extended: Record<string, number>, more: Partial<Pod> = {}): Pod => ({
  id: `ollama/${name}`,
  namespace: 'ollama',
  name,
  uid: name,
  phase: 'Running',
  ready: true,
  nodeName: 'akula',
  createdAt: null,
  requests: { ...none, extended },
  owner: null,
  reason: '',
  message: '',
  restarts: 0,
  instance: 'other',
  gpu: null,
  ...more,
});
const own = (extended: Record<string, number>, more: Partial<Pod> = {}) =>
  pod('own', extended, { instance: 'ollama', ...more });
const SHARED = {
  'nvidia.com/gpu.memory': '16384',
  'nvidia.com/gpu.count': '1',
  'nvidia.com/gpu.product': 'RTX-SHARED',
  'nvidia.com/gpu.replicas': '4',
  'nvidia.com/gpu.sharing-strategy': 'time-slicing',
};
const RENAMED = 'nvidia.com/gpu.shared';
const MIG = 'nvidia.com/mig-1g.12gb';
const MPS = { ...SHARED, 'nvidia.com/gpu.sharing-strategy': 'mps' };
const T4: SharedCard = { uuid: 'GPU-1', type: 'T4', slots: 10, memoryMiB: 15_360, cores: 100, isHealthy: true };
const HAMI = { capacity: { [GPU]: 10 }, sharedCards: [T4] };
const asks = { [GPU]: 1, 'nvidia.com/gpumem': 4096, 'nvidia.com/gpucores': 30 };
const given = podGpu({ shares: [{ uuid: 'GPU-1', memoryMiB: 4096, cores: 30 }] });

it.each<[string, Said, Pod[], object]>([
  ['a slice of a card', { labels: SHARED }, [own({ [GPU]: 1 })], { node: 'akula', vramBytes: 16 * GIB, sharers: [] }],
  [
    'others on the same card, without those that ended, wait elsewhere or ask for none',
    { labels: SHARED },
    [
      own({ [GPU]: 1 }),
      pod('a', { [GPU]: 2 }),
      pod('b', { [GPU]: 1 }, { phase: 'Succeeded' }),
      pod('c', {}),
      pod('d', { [GPU]: 1 }, { nodeName: 'elsewhere' }),
    ],
    { sharers: [{ id: 'ollama/a', slices: 2 }] },
  ],
  [
    'renamed slices',
    { labels: SHARED, capacity: { [RENAMED]: 4 } },
    [own({ [RENAMED]: 1 }), pod('a', { [RENAMED]: 1 })],
    { vramBytes: 16 * GIB, sharers: [{ id: 'ollama/a', slices: 1 }] },
  ],
  ['two slices of one card are one card', { labels: SHARED }, [own({ [GPU]: 2 })], { vramBytes: 16 * GIB }],
  [
    'two cards',
    { labels: { ...SHARED, 'nvidia.com/gpu.count': '4' }, capacity: { [GPU]: 16 } },
    [own({ [GPU]: 2 })],
    { vramBytes: 32 * GIB },
  ],
  [
    'a card that nobody else has',
    { labels: { ...SHARED, 'nvidia.com/gpu.replicas': '1', 'nvidia.com/gpu.sharing-strategy': 'none' } },
    [own({ [GPU]: 1 }), pod('a', { [GPU]: 1 })],
    { vramBytes: 16 * GIB, sharers: [] },
  ],
  [
    'a client of MPS has its part alone',
    { labels: MPS },
    [own({ [GPU]: 1 }), pod('a', { [GPU]: 1 })],
    { vramBytes: 4 * GIB, whence: '1/4 of label nvidia.com/gpu.memory of node akula', sharers: [] },
  ],
  [
    'a MIG slice of a mixed card has walls',
    { labels: { ...SHARED, 'nvidia.com/mig-1g.12gb.memory': '12032' }, capacity: { [MIG]: 7 } },
    [own({ [MIG]: 1 }), pod('a', { [MIG]: 1 })],
    { vramBytes: 12_032 * 1024 ** 2, sharers: [] },
  ],
  [
    'a MIG slice of a single one too',
    {
      labels: {
        'nvidia.com/gpu.memory': '4864',
        'nvidia.com/gpu.count': '7',
        'nvidia.com/gpu.product': 'A100-MIG-1g.5gb',
        'nvidia.com/mig.strategy': 'single',
      },
    },
    [own({ [GPU]: 1 }), pod('a', { [GPU]: 1 })],
    { vramBytes: 4864 * 1024 ** 2, sharers: [] },
  ],
  [
    'a MIG slice that is shared in time has no walls towards those who share it',
    {
      labels: {
        'nvidia.com/mig.strategy': 'mixed',
        'nvidia.com/mig-1g.12gb.memory': '12032',
        'nvidia.com/mig-1g.12gb.replicas': '2',
        'nvidia.com/mig-1g.12gb.sharing-strategy': 'time-slicing',
      },
      capacity: { [MIG]: 2, [GPU]: 7 },
    },
    [own({ [MIG]: 2 }), pod('a', { [MIG]: 1 }), pod('b', { [GPU]: 1 })],
    { vramBytes: 12_032 * 1024 ** 2, sharers: [{ id: 'ollama/a', slices: 1 }] },
  ],
  [
    'what HAMi set apart, and not the MiB that a pod asks for as slices',
    HAMI,
    [own(asks, { gpu: given }), pod('a', asks, { gpu: given })],
    { vramBytes: 4 * GIB, whence: 'what HAMi set apart for its pod', sharers: [] },
  ],
  [
    'no more than the card has of what HAMi set apart',
    { ...HAMI, labels: { 'nvidia.com/gpu.memory': '2048' } },
    [own(asks, { gpu: given })],
    { vramBytes: 2 * GIB },
  ],
  [
    'what HAMi has not said',
    HAMI,
    [own(asks)],
    { vramBytes: null, whence: expect.stringContaining('has not said'), sharers: [] },
  ],
  [
    'an annotation of HAMi where it does not run says nothing',
    { labels: SHARED },
    [own({ [GPU]: 1 }, { gpu: given })],
    { vramBytes: 16 * GIB },
  ],
  [
    'no label',
    {},
    [own({ [GPU]: 1 }), pod('a', { [GPU]: 1 })],
    {
      vramBytes: null,
      whence: expect.stringContaining('no label nvidia.com/gpu.memory'),
      sharers: [{ id: 'ollama/a', slices: 1 }],
    },
  ],
  [
    'cards of another maker',
    { capacity: { 'amd.com/gpu': 1 } },
    [own({ 'amd.com/gpu': 1 })],
    { vramBytes: null, whence: 'no label says how large cards of AMD are' },
  ],
  [
    'a label that is none',
    { labels: { ...SHARED, 'nvidia.com/gpu.memory': '16Gi' } },
    [own({ [GPU]: 1 })],
    { vramBytes: null },
  ],
  [
    'no GPU asked for is not known to be none',
    { labels: SHARED },
    [own({})],
    { vramBytes: null, whence: expect.stringContaining('asks for no GPU') },
  ],
  ['no pod', { labels: SHARED }, [], { node: null, vramBytes: null, whence: expect.stringContaining('no pod') }],
  [
    'several pods',
    { labels: SHARED },
    [own({ [GPU]: 1 }), own({ [GPU]: 1 }, { id: 'ollama/two' })],
    { vramBytes: null, whence: expect.stringContaining('2 pods') },
  ],
])('%s', (_, said, pods, expected) => {
  expect(cardOfServer({ namespace: 'ollama', instance: 'ollama' }, node(said), pods)).toMatchObject(expected);
});
