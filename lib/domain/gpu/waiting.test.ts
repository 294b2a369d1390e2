import { describe, expect, it } from 'vitest';
import { waitingForGpu } from './waiting.ts';

const waiting = (message: string, asks: Record<string, number> = { 'nvidia.com/gpu': 2 }) =>
  waitingForGpu({
    id: 'ai/train',
    phase: 'Pending',
    nodeName: null,
    requests: { cpuMillis: 0, memoryBytes: 0, extended: asks },
    createdAt: 7,
    reason: 'Unschedulable',
    message,
  });

describe('a pod that waits for a GPU', () => {
  it('is told of with what it asks for and every reason, what concerns most nodes first', () => {
    expect(
      waiting(
        "0/4 nodes are available: 1 Insufficient nvidia.com/gpu, 2 node(s) didn't match Pod's node affinity/selector, " +
          '1 node(s) had untolerated taint {nvidia.com/gpu: true}. preemption: 0/4 nodes are available: 4 Preemption is not helpful.',
      ),
    ).toEqual({
      id: 'ai/train',
      asks: [{ resource: 'nvidia.com/gpu', amount: 2 }],
      since: 7,
      reasons: [
        '2 nodes do not match what the pod selects nodes by.',
        'One node does not have 2 nvidia.com/gpu free.',
        'One node has the taint nvidia.com/gpu=true, which the pod does not tolerate.',
      ],
    });
  });

  it.each([
    ['0/1 nodes are available: 1 Insufficient memory.', 'The only node has too little memory left.'],
    ['0/3 nodes are available: 3 Insufficient nvidia.com/gpu.', 'No node has 2 nvidia.com/gpu free.'],
    ['0/2 nodes are available: 2 node(s) were unschedulable.', 'All 2 nodes: node(s) were unschedulable.'],
    [
      '0/3 nodes are available: 3 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/3 x',
      'All 3 nodes have a taint that the pod does not tolerate.',
    ],
    ['no nodes available to schedule pods', 'no nodes available to schedule pods'],
    ['', 'Unschedulable'],
  ])('%s', (message, reason) => {
    expect(waiting(message)?.reasons).toEqual([reason]);
  });

  it('is none that asks for no GPU, has a node or has ended', () => {
    expect(waiting('', { 'hugepages-2Mi': 1 })).toBeNull();
    const asks = { cpuMillis: 0, memoryBytes: 0, extended: { 'nvidia.com/gpu': 1 } };
    const pod = { id: 'a/b', requests: asks, createdAt: null, reason: '', message: '' };
    expect(waitingForGpu({ ...pod, phase: 'Pending', nodeName: 'akula' })).toBeNull();
    expect(waitingForGpu({ ...pod, phase: 'Failed', nodeName: null })).toBeNull();
  });
});
