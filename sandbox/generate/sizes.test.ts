import { describe, expect, it } from 'vitest';
import { type GeneratedSizes, nodeCount, sizeProblem } from './sizes.ts';

describe('the size of a generated platform', () => {
  it.each<[GeneratedSizes, number]>([
    [{ applications: 1 }, 2],
    [{ applications: 1000 }, 40],
    [{ applications: 100, pods: 5000 }, 100],
    [{ applications: 1000, pods: 10, nodes: 3 }, 3],
  ])('of %j takes %i nodes', (sizes, nodes) => {
    expect(nodeCount(sizes)).toBe(nodes);
    expect(sizeProblem(sizes)).toBeNull();
  });

  it.each<[GeneratedSizes, string]>([
    [{ applications: 10, pods: 1000, nodes: 2 }, 'there is room for 220 pods (110 on a node), and there may be 1000'],
    [{ applications: 100, nodes: 2 }, 'there is room for 220 pods (110 on a node), and there may be 300'],
    [{ applications: 0, pods: 5 }, '5 pods belong to no application'],
  ])('of %j is refused: %s', (sizes, problem) => {
    expect(sizeProblem(sizes)).toBe(problem);
  });
});
