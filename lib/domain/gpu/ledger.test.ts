import { describe, expect, it } from 'vitest';
import { amounts, GPU, gpuNode, gpuPod, podGpu } from '#lib/testing/gpu-cluster.ts';
import { gpuNodes } from './ledger.ts';

describe('who holds what of the cards', () => {
  it('is those that are bound and have not ended, the longest first', () => {
    const [akula, ...others] = gpuNodes(
      [gpuNode('akula', 4), gpuNode('homelab', 0)],
      [
        gpuPod('late', { gpu: podGpu({ containers: ['a', 'b'], boundAt: 20 }) }, { [GPU]: 2 }),
        gpuPod('early'),
        gpuPod('starting', { phase: 'Pending', gpu: podGpu({ containers: ['x'], boundAt: 30 }) }),
        gpuPod('done', { phase: 'Succeeded' }),
        gpuPod('failed', { phase: 'Failed' }),
        gpuPod('without-node', { phase: 'Pending', nodeName: null }),
        gpuPod('elsewhere', { nodeName: 'gone' }),
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
    expect(gpuNodes([gpuNode('akula', 1)], [gpuPod('a'), gpuPod('b')])[0]?.pools[0]).toMatchObject({
      taken: 2,
      free: -1,
    });
    const renamed = { ...gpuNode('akula', 0), allocatable: amounts({ [`${GPU}.shared`]: 4 }) };
    expect(gpuNodes([renamed], [gpuPod('a')])[0]?.pools).toMatchObject([
      { resource: `${GPU}.shared`, taken: 0, free: 4 },
      { resource: GPU, allocatable: 0, taken: 1, free: -1 },
    ]);
  });

  it('tells of those that only look, and of the memory that HAMi set apart', () => {
    const share = { uuid: 'GPU-1', memoryMiB: 3000, cores: 30 };
    const card = { uuid: 'GPU-1', type: 'T4', slots: 10, memoryMiB: 15_360, cores: 100, isHealthy: true };
    const pods = [
      gpuPod('looks', { gpu: podGpu({ containers: [], isUnasked: true }) }, {}),
      gpuPod('shares', { gpu: podGpu({ shares: [share, share] }) }),
    ];
    const [akula] = gpuNodes([{ ...gpuNode('akula', 10), sharedCards: [card] }], pods);
    expect(akula?.unasked).toEqual(['ai/looks']);
    expect(akula?.pools[0]?.holders).toMatchObject([{ pod: 'ai/shares', memoryMiB: 6000 }]);
    const [other] = gpuNodes([gpuNode('akula', 10)], pods);
    expect(other?.pools[0]?.holders, 'where HAMi does not run').toMatchObject([{ memoryMiB: null }]);
  });
});
