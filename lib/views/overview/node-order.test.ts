import { expect, it } from 'vitest';
import type { OverviewNode } from './node.ts';
import { fullestFirst, sumAndNodes, sumOfNodes, toldNodes } from './node-order.ts';

const node = (name: string, cpuTaken: number, memoryTaken: number, more: Partial<OverviewNode> = {}): OverviewNode => ({
  id: name,
  name,
  ready: 'True',
  allocatable: { cpuMillis: 1000, memoryBytes: 1000, extended: {} },
  taken: { cpuMillis: cpuTaken, memoryBytes: memoryTaken, extended: {} },
  gpu: null,
  ...more,
});

it('puts what is not ready first, then what has the least room of either kind', () => {
  const nodes = [node('c', 100, 100), node('b', 100, 900), node('a', 500, 0), node('d', 0, 0, { ready: 'False' })];
  expect(fullestFirst(nodes).map(({ name }) => name)).toEqual(['d', 'b', 'a', 'c']);
});

it('adds up nodes and their slices', () => {
  const card = { product: 'RTX 5080', total: 4, taken: 1 };
  const sum = sumOfNodes([node('a', 100, 200, { gpu: card }), node('b', 300, 400, { gpu: card }), node('c', 0, 0)]);
  expect(sum).toMatchObject({
    name: '3 nodes together',
    allocatable: { cpuMillis: 3000, memoryBytes: 3000 },
    taken: { cpuMillis: 400, memoryBytes: 600 },
    gpu: { product: 'RTX 5080', total: 8, taken: 2 },
  });
});

it('tells of thousands of nodes the sum and the fullest, and of a few each', () => {
  const many = Array.from({ length: 2000 }, (_, at) => node(`n-${at}`, at % 1000, 0));
  const { sum, nodes } = sumAndNodes(toldNodes(many).toReversed());
  expect(sum?.name).toBe('2000 nodes together');
  expect(nodes.map(({ name }) => name)).toEqual(['n-1999', 'n-999', 'n-1998']);
  const few = many.slice(0, 3);
  expect(sumAndNodes(toldNodes(few))).toEqual({ sum: null, nodes: fullestFirst(few) });
});
