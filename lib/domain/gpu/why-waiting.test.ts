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

  it.each([
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
