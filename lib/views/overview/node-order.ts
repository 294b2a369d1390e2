import type { OverviewNode } from './node.ts';

/** More nodes than this are summed up. */
export const MOST_NODES = 3;
/** The id of the sum of all; no node can have it. */
const SUM = '*';

/** The share of a node's CPU or memory that is asked for, whichever is more; a node that takes nothing is full. */
function fullness({ taken, allocatable }: OverviewNode): number {
  const share = (used: number, all: number) => (all === 0 ? 1 : used / all);
  return Math.max(share(taken.cpuMillis, allocatable.cpuMillis), share(taken.memoryBytes, allocatable.memoryBytes));
}

/** Nodes that are not ready come first, then those with the least room; equal ones by name, so that they keep their places. */
export function fullestFirst(nodes: readonly OverviewNode[]): OverviewNode[] {
  const isReady = ({ ready }: OverviewNode) => (ready === 'True' ? 1 : 0);
  return nodes.toSorted((a, b) => isReady(a) - isReady(b) || fullness(b) - fullness(a) || a.name.localeCompare(b.name));
}

/** All nodes as if they were one. What fits into the sum need not fit onto any of them. */
export function sumOfNodes(nodes: readonly OverviewNode[]): OverviewNode {
  const sum = (pick: (node: OverviewNode) => number) => nodes.reduce((total, node) => total + pick(node), 0);
  const gpus = nodes.flatMap(({ gpu }) => (gpu === null ? [] : [gpu]));
  return {
    id: SUM,
    name: `${nodes.length} nodes together`,
    ready: 'True',
    allocatable: {
      cpuMillis: sum(({ allocatable }) => allocatable.cpuMillis),
      memoryBytes: sum(({ allocatable }) => allocatable.memoryBytes),
      extended: {},
    },
    taken: {
      cpuMillis: sum(({ taken }) => taken.cpuMillis),
      memoryBytes: sum(({ taken }) => taken.memoryBytes),
      extended: {},
    },
    gpu:
      gpus.length === 0
        ? null
        : {
            product: [...new Set(gpus.map(({ product }) => product))].join(', '),
            total: gpus.reduce((total, gpu) => total + gpu.total, 0),
            taken: gpus.reduce((total, gpu) => total + gpu.taken, 0),
          },
  };
}

/** What is told of the nodes, however many there are: the fullest of them, after the sum of all where not all are told. */
export function toldNodes(nodes: readonly OverviewNode[]): OverviewNode[] {
  const fullest = fullestFirst(nodes).slice(0, MOST_NODES);
  return nodes.length > MOST_NODES ? [sumOfNodes(nodes), ...fullest] : fullest;
}

/** Told nodes as they came, or one by one later, in the order in which they are shown. */
export function sumAndNodes(told: readonly OverviewNode[]): { sum: OverviewNode | null; nodes: OverviewNode[] } {
  return {
    sum: told.find(({ id }) => id === SUM) ?? null,
    nodes: fullestFirst(told.filter(({ id }) => id !== SUM)),
  };
}
