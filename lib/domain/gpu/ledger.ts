import type { ClusterNode } from '../node/node.ts';
import type { Pod } from '../workload/workload.ts';
import type { NodeGpu, SlicePool } from './gpu.ts';
import { readNodeGpu } from './read-node-gpu.ts';
import { gpuAmounts } from './resource-name.ts';

/** A pod with slices of a pool. */
export type GpuHolder = {
  /** `namespace/name` of the pod. */
  pod: string;
  containers: string[];
  amount: number;
  since: number | null;
  /** Whether it has only been bound and does not run yet: it holds its slices all the same. */
  isPending: boolean;
  /** Memory that HAMi set apart for it, in MiB; null elsewhere. */
  memoryMiB: number | null;
};

/** Free can be below zero: pods keep what they have when a node is made to hand out less. */
export type HeldPool = SlicePool & { taken: number; free: number; holders: GpuHolder[] };

/** A node with cards, who holds them, and who only looks. */
export type GpuNode = Pick<ClusterNode, 'name' | 'ready' | 'unschedulable' | 'taints'> & {
  id: string;
  gpu: Omit<NodeGpu, 'pools'>;
  pools: HeldPool[];
  /** Pods that see the cards without having asked for any: `namespace/name`. */
  unasked: string[];
};

/**
 * Who holds what of the cards of each node: what the scheduler counts, pods that are bound and have not ended.
 * @param pods those that have to do with GPUs; others do no harm
 */
export function gpuNodes(nodes: Iterable<ClusterNode>, pods: Iterable<Pod>): GpuNode[] {
  const bound = Map.groupBy(
    [...pods].filter(({ phase, nodeName }) => nodeName !== null && phase !== 'Succeeded' && phase !== 'Failed'),
    ({ nodeName }) => nodeName,
  );
  return [...nodes]
    .flatMap((node) => {
      const gpu = readNodeGpu(node);
      return gpu === null ? [] : [heldNode(node, gpu, bound.get(node.name) ?? [])];
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function heldNode(node: ClusterNode, { pools, ...gpu }: NodeGpu, pods: readonly Pod[]): GpuNode {
  const { name, ready, unschedulable, taints } = node;
  return {
    id: name,
    name,
    ready,
    unschedulable,
    taints,
    gpu,
    pools: withGone(pools, pods).map((pool) => heldPool(pool, pods, gpu.sharing === 'hami')),
    unasked: pods.flatMap((pod) => (pod.gpu?.isUnasked ? [pod.id] : [])).sort(),
  };
}

/** A node that hands out nothing any more still has pods with what it handed out. */
function withGone(pools: readonly SlicePool[], pods: readonly Pod[]): SlicePool[] {
  const known = new Set(pools.map(({ resource }) => resource));
  const held = new Set(pods.flatMap(({ requests }) => gpuAmounts(requests.extended).map(([resource]) => resource)));
  const gone = [...held].filter((resource) => !known.has(resource)).sort();
  return [
    ...pools,
    ...gone.map((resource) => ({ resource, profile: '', capacity: 0, allocatable: 0, perDevice: 1, memoryMiB: null })),
  ];
}

/** @param isHami whether HAMi keeps the books: elsewhere, an annotation of it says nothing */
function heldPool(pool: SlicePool, pods: readonly Pod[], isHami: boolean): HeldPool {
  const holders = pods
    .flatMap((pod): GpuHolder[] => {
      const amount = pod.requests.extended[pool.resource] ?? 0;
      const shares = isHami ? (pod.gpu?.shares ?? []) : [];
      return amount === 0
        ? []
        : [
            {
              pod: pod.id,
              containers: pod.gpu?.containers ?? [],
              amount,
              since: pod.gpu?.boundAt ?? pod.createdAt,
              isPending: pod.phase === 'Pending',
              memoryMiB: shares.length > 0 ? shares.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0) : null,
            },
          ];
    })
    .toSorted((a, b) => (a.since ?? 0) - (b.since ?? 0) || (a.pod < b.pod ? -1 : 1));
  const taken = holders.reduce((sum, { amount }) => sum + amount, 0);
  return { ...pool, taken, free: pool.allocatable - taken, holders };
}
