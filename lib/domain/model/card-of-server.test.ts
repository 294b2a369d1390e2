import { expect, it } from 'vitest';
import type { ClusterNode } from '../node/node.ts';
import type { Pod } from '../workload/workload.ts';
import { cardOfServer } from './card-of-server.ts';

const GIB = 1024 ** 3;
const none = { cpuMillis: 0, memoryBytes: 0, extended: {} };
function node(labels: Record<string, string>): ReadonlyMap<string, ClusterNode> {
  const value: ClusterNode = {
    id: 'akula',
    name: 'akula',
    ready: 'True',
    unschedulable: false,
    taints: [],
    labels,
    capacity: none,
    allocatable: none,
    version: '',
    architecture: 'amd64',
    addresses: [],
    sharedCards: [],
  };
  return new Map([['akula', value]]);
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
};
const GPU = 'nvidia.com/gpu';

it.each<[string, Record<string, string>, Pod[], object]>([
  ['a slice of a card', SHARED, [own({ [GPU]: 1 })], { node: 'akula', vramBytes: 16 * GIB, sharers: [] }],
  [
    'others on the same card, without those that ended, wait elsewhere or ask for none',
    SHARED,
    [
      own({ [GPU]: 1 }),
      pod('a', { [GPU]: 2 }),
      pod('b', { [GPU]: 1 }, { phase: 'Succeeded' }),
      pod('c', {}),
      pod('d', { [GPU]: 1 }, { nodeName: 'elsewhere' }),
    ],
    { sharers: [{ id: 'ollama/a', slices: 2 }] },
  ],
  ['renamed slices', SHARED, [own({ 'nvidia.com/gpu.shared': 1 })], { vramBytes: 16 * GIB }],
  ['two slices of one card are one card', SHARED, [own({ [GPU]: 2 })], { vramBytes: 16 * GIB }],
  ['two cards', { ...SHARED, 'nvidia.com/gpu.count': '4' }, [own({ [GPU]: 2 })], { vramBytes: 32 * GIB }],
  [
    'a MIG slice of a mixed card has walls',
    { ...SHARED, 'nvidia.com/mig-1g.12gb.memory': '12032' },
    [own({ 'nvidia.com/mig-1g.12gb': 1 }), pod('a', { 'nvidia.com/mig-1g.12gb': 1 })],
    { vramBytes: 12_032 * 1024 ** 2, sharers: [] },
  ],
  [
    'a MIG slice of a single one too',
    { 'nvidia.com/gpu.memory': '4864', 'nvidia.com/gpu.count': '7', 'nvidia.com/gpu.product': 'A100-MIG-1g.5gb' },
    [own({ [GPU]: 1 }), pod('a', { [GPU]: 1 })],
    { vramBytes: 4864 * 1024 ** 2, sharers: [] },
  ],
  [
    'no label',
    {},
    [own({ [GPU]: 1 })],
    { vramBytes: null, whence: expect.stringContaining('no label nvidia.com/gpu.memory') },
  ],
  ['a label that is none', { ...SHARED, 'nvidia.com/gpu.memory': '16Gi' }, [own({ [GPU]: 1 })], { vramBytes: null }],
  [
    'no GPU asked for is not known to be none',
    SHARED,
    [own({})],
    { vramBytes: null, whence: expect.stringContaining('asks for no GPU') },
  ],
  ['no pod', SHARED, [], { node: null, vramBytes: null, whence: expect.stringContaining('no pod') }],
  [
    'several pods',
    SHARED,
    [own({ [GPU]: 1 }), own({ [GPU]: 1 }, { id: 'ollama/two' })],
    { vramBytes: null, whence: expect.stringContaining('2 pods') },
  ],
])('%s', (_, labels, pods, expected) => {
  expect(cardOfServer({ namespace: 'ollama', instance: 'ollama' }, node(labels), pods)).toMatchObject(expected);
});
