import type { CardMetrics } from '../card-metrics.ts';
import type { GpuNode } from '../ledger.ts';
import type { PodGpu } from '../pod-gpu.ts';
import { measuredCards } from './measured-cards.ts';
import { totalOf } from './node-total.ts';
import { memoryInReach } from './reach.ts';
import type { ModelInVram, VramBook, VramNeed } from './vram.ts';
import { needOf } from './vram-need.ts';
import { warningsOf } from './vram-warnings.ts';

export type NodeBookInput = {
  node: GpuNode;
  /** Of its pods by `namespace/name`. */
  podGpu: (pod: string) => PodGpu | null;
  models: readonly ModelInVram[];
  /** What the configuration says of its cards together, of each server on it; 0 is no card. */
  saidBytes: readonly number[];
  /** Those measured on it; null where no metrics source answers. */
  measured: readonly CardMetrics[] | null;
};

/** The memory of a node's cards. */
export function nodeBook({ node, podGpu, models, saidBytes, measured }: NodeBookInput): VramBook {
  const { measuredAt, cards, cardCount, ...sums } = measuredCards(measured ?? []);
  // An exporter that lost a card says nothing of it: what the others use is not what all use.
  const isWhole = cardCount >= (node.gpu.count?.cards ?? 0);
  const { usedBytes, totalBytes } = isWhole ? sums : { usedBytes: null, totalBytes: null };
  const book = {
    id: node.name,
    isNode: true,
    ...totalOf(node, totalBytes, saidBytes),
    usedBytes,
    measuredAt,
    cards,
    models: [...models],
    needs: needsOf(node, podGpu),
  };
  return { ...book, warnings: warningsOf(book, slicesOf(node)) };
}

function needsOf(node: GpuNode, podGpu: NodeBookInput['podGpu']): VramNeed[] {
  return [...memoryInReach(node)].flatMap(([pod, reach]) => {
    const own = podGpu(pod);
    return (own && needOf({ pod, gpu: own, isHami: node.gpu.sharing === 'hami', reach })) ?? [];
  });
}

/** Slices of one shared memory: with walls between them, what is left in one is of no use to another. */
function slicesOf({ gpu, pools }: GpuNode): { total: number; free: number } | null {
  if (gpu.sharing !== 'time-slicing') {
    return null;
  }
  const sum = (pick: (pool: (typeof pools)[number]) => number) => pools.reduce((all, pool) => all + pick(pool), 0);
  return { total: sum(({ allocatable }) => allocatable), free: sum(({ free }) => Math.max(0, free)) };
}
