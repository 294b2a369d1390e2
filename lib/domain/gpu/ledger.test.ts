import { describe, expect, it } from 'vitest';
import type { ClusterNode } from '../node/node.ts';
import type { Pod } from '../workload/workload.ts';
import { gpuNodes } from './ledger.ts';

const amounts = (extended: Record<string, number>) => ({ cpuMillis: 0, memoryBytes: 0, extended });
const GPU = 'nvidia.com/gpu';

function node(name: string, slices: number): ClusterNode {
  return {
    id: name,
    name,
    ready: 'True',
    unschedulable: false,
    taints: [],
    labels: {},
    capacity: amounts({ [GPU]: slices }),
    allocatable: amounts({ [GPU]: slices }),
    version: '',
    architecture: 'amd64',
    sharedCards: [],
  };
}

function pod(name: string, rest: Partial<Pod> = {}, asks: Record<string, number> = { [GPU]: 1 }): Pod {
  return {
    id: `ai/${name}`,
    namespace: 'ai',
    name,
    uid: name,
    phase: 'Running',
    ready: true,
    nodeName: 'akula',
    createdAt: 5,
    requests: amounts(asks),
    owner: null,
    reason: '',
    message: '',
    restarts: 0,
    instance: null,
    gpu: { containers: ['main'], isUnasked: false, shares: [], boundAt: 10 },
    ...rest,
  };
}

describe('who holds what of the cards', () => {
  it('is those that are bound and have not ended, the longest first', () => {
    const [akula, ...others] = gpuNodes(
      [node('akula', 4), node('homelab', 0)],
      [
        pod('late', { gpu: { containers: ['a', 'b'], isUnasked: false, shares: [], boundAt: 20 } }, { [GPU]: 2 }),
        pod('early'),
        pod('starting', { phase: 'Pending', gpu: { containers: ['x'], isUnasked: false, shares: [], boundAt: 30 } }),
        pod('done', { phase: 'Succeeded' }),
        pod('failed', { phase: 'Failed' }),
        pod('without-node', { phase: 'Pending', nodeName: null }),
        pod('elsewhere', { nodeName: 'gone' }),
      ],
    );
    expect(others).toEqual([]);
    expect(akula?.pools).toMatchObject([{ resource: GPU, allocatable: 4, taken: 4, free: 0 }]);
    expect(akula?.pools[0]?.holders).toEqual([
      { pod: 'ai/early', containers: ['main'], amount: 1, since: 10, isPending: false, memoryMiB: null },
      { pod: 'ai/late', containers: ['a', 'b'], amount: 2, since: 20, isPending: false, memoryMiB: null },
      { pod: 'ai/starting', containers: ['x'], amount: 1, since: 30, isPending: true, memoryMiB: null },
    ]);
  });

  it('stays so when less is handed out: free is then below zero', () => {
    expect(gpuNodes([node('akula', 1)], [pod('a'), pod('b')])[0]?.pools[0]).toMatchObject({ taken: 2, free: -1 });
    const renamed = { ...node('akula', 0), allocatable: amounts({ [`${GPU}.shared`]: 4 }) };
    expect(gpuNodes([renamed], [pod('a')])[0]?.pools).toMatchObject([
      { resource: `${GPU}.shared`, taken: 0, free: 4 },
      { resource: GPU, allocatable: 0, taken: 1, free: -1 },
    ]);
  });

  it('tells of those that only look, and of the memory that HAMi set apart', () => {
    const share = { uuid: 'GPU-1', memoryMiB: 3000, cores: 30 };
    const [akula] = gpuNodes(
      [node('akula', 10)],
      [
        pod('looks', { gpu: { containers: [], isUnasked: true, shares: [], boundAt: 1 } }, {}),
        pod('shares', { gpu: { containers: ['main'], isUnasked: false, shares: [share, share], boundAt: 1 } }),
      ],
    );
    expect(akula?.unasked).toEqual(['ai/looks']);
    expect(akula?.pools[0]?.holders).toMatchObject([{ pod: 'ai/shares', memoryMiB: 6000 }]);
  });
});
