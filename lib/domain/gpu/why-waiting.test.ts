import { describe, expect, it } from 'vitest';
import { readUnschedulable } from './why-waiting.ts';

describe('what the scheduler says of a pod without a node', () => {
  it('is taken apart by what keeps it from how many nodes', () => {
    expect(
      readUnschedulable(
        '0/4 nodes are available: 1 Insufficient nvidia.com/gpu, 1 node(s) had untolerated taint {nvidia.com/gpu: true}, ' +
          "2 node(s) didn't match Pod's node affinity/selector. preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.",
      ),
    ).toEqual({
      nodes: 4,
      obstacles: [
        { kind: 'resource', nodes: 1, of: 'nvidia.com/gpu', text: 'Insufficient nvidia.com/gpu' },
        {
          kind: 'taint',
          nodes: 1,
          of: 'nvidia.com/gpu=true',
          text: 'node(s) had untolerated taint {nvidia.com/gpu: true}',
        },
        { kind: 'selector', nodes: 2, of: '', text: "node(s) didn't match Pod's node affinity/selector" },
      ],
    });
  });

  it('is taken apart as newer releases write it, with what other plugins say of it after', () => {
    const message =
      '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. no new claims to deallocate, ' +
      'preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.';
    expect(readUnschedulable(message)).toEqual({
      nodes: 3,
      obstacles: [
        { kind: 'taint', nodes: 1, of: '', text: 'node(s) had untolerated taint(s)' },
        { kind: 'resource', nodes: 2, of: 'cpu', text: 'Insufficient cpu' },
      ],
    });
  });

  it.each([
    ['0/2 nodes are available: 2 Insufficient nvidia.com/gpu. still not schedulable, .', 'resource', 'nvidia.com/gpu'],
    [
      '0/2 nodes are available: 2 Insufficient nvidia.com/gpu. no new claims to deallocate.',
      'resource',
      'nvidia.com/gpu',
    ],
    ['0/2 nodes are available: 2 Insufficient v1.2.3/gpu.', 'resource', 'v1.2.3/gpu'],
    ['0/1 nodes are available: 1 node(s) had untolerated taint {a.io/gone: }.', 'taint', 'a.io/gone'],
    ['0/1 nodes are available: 1 node(s) had volume node affinity conflict.', 'volume', ''],
    ['0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.', undefined, undefined],
    ['0/2 nodes are available: 2 Insufficient memory.', 'resource', 'memory'],
    ['0/2 nodes are available: 2 node(s) were unschedulable.', 'other', ''],
  ])('%s', (message, kind, of) => {
    const [first] = readUnschedulable(message)?.obstacles ?? [];
    expect([first?.kind, first?.of]).toEqual([kind, of]);
  });

  it('is not guessed at where it has another shape', () => {
    expect(readUnschedulable('no nodes available to schedule pods')).toBeNull();
    expect(readUnschedulable('')).toBeNull();
  });
});
