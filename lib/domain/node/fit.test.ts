import { describe, expect, it } from 'vitest';
import type { Pod } from '../workload/workload.ts';
import { fitOf, roomOf } from './fit.ts';
import type { ClusterNode, ResourceAmounts } from './node.ts';

const amounts = (cpuMillis: number, gpu = 0): ResourceAmounts => ({
  cpuMillis,
  memoryBytes: 0,
  extended: { 'nvidia.com/gpu': gpu },
});
const node = (name: string, allocatable: ResourceAmounts) => ({ name, allocatable }) as ClusterNode;
const pod = (nodeName: string | null, phase: Pod['phase'], requests: ResourceAmounts) =>
  ({ nodeName, phase, requests }) as Pod;

const nodes = [node('homelab', amounts(8000)), node('akula', amounts(4000, 4))];
const rooms = roomOf(nodes, [
  pod('akula', 'Running', amounts(1000, 1)),
  pod('akula', 'Pending', amounts(0, 2)),
  pod('akula', 'Succeeded', amounts(1000, 1)),
  pod(null, 'Pending', amounts(0, 4)),
  pod('gone', 'Running', amounts(0, 1)),
]);

describe('roomOf', () => {
  it('counts bound pods that have not ended, and nothing else', () => {
    expect(rooms.map(({ name, taken }) => [name, taken.cpuMillis, taken.extended['nvidia.com/gpu'] ?? 0])).toEqual([
      ['homelab', 0, 0],
      ['akula', 1000, 3],
    ]);
  });
});

describe('fitOf', () => {
  it.each([
    [{ pods: 1, each: amounts(0, 1) }, 'fits', 1],
    [{ pods: 2, each: amounts(0, 1) }, 'waits', 1],
    [{ pods: 5, each: amounts(0, 1) }, 'too-many', 1],
    [{ pods: 1, each: amounts(0, 5) }, 'never', 1],
  ])('says whether slices are free now, later, not for all or never: %o', (demand, fit, free) => {
    expect(fitOf(demand, rooms)).toEqual([
      {
        resource: 'nvidia.com/gpu',
        pods: demand.pods,
        asked: demand.pods * (demand.each.extended['nvidia.com/gpu'] ?? 0),
        free,
        total: 4,
        fit,
      },
    ]);
  });

  it('counts over whole nodes: two halves do not hold one pod', () => {
    expect(fitOf({ pods: 1, each: amounts(9000) }, rooms)).toMatchObject([
      { resource: 'cpu', fit: 'never', free: 11_000 },
    ]);
    expect(fitOf({ pods: 3, each: amounts(3000) }, rooms)).toMatchObject([{ fit: 'fits' }]);
  });

  it('says nothing of what is not asked for, and never of what no node has', () => {
    expect(fitOf({ pods: 1, each: amounts(0) }, rooms)).toEqual([]);
    expect(fitOf({ pods: 1, each: amounts(100) }, [])).toMatchObject([{ fit: 'never', total: 0 }]);
  });
});
