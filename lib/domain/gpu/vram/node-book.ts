import type { CardMetrics } from '../card-metrics.ts';
import type { GpuNode } from '../ledger.ts';
import type { PodGpu } from '../pod-gpu.ts';
import { measuredCards } from './measured-cards.ts';
import { memoryInReach } from './reach.ts';
import type { ModelInVram, VramBook, VramNeed } from './vram.ts';
import { needOf } from './vram-need.ts';
import { warningsOf } from './vram-warnings.ts';

const MIB = 1024 ** 2;

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
  const [total, whence] = firstKnown([
    [labelled(node), 'as its labels say'],
    [totalBytes, 'as the driver measured it'],
    [Math.max(0, ...saidBytes) || null, 'as models[].vram of the configuration says'],
  ]);
  const book = {
    id: node.name,
    isNode: true,
    totalBytes: total,
    whence,
    usedBytes,
    measuredAt,
    cards,
    models: [...models],
    needs: needsOf(node, podGpu),
  };
  return { ...book, warnings: warningsOf(book, slicesOf(node)) };
}

const NO_TOTAL = 'no label tells how large its cards are, and nothing measures them';

/** The surest first. */
function firstKnown(figures: readonly (readonly [bytes: number | null, whence: string])[]) {
  return figures.find(([bytes]) => bytes !== null) ?? ([null, NO_TOTAL] as const);
}

/** Of all cards together; null where their size or number is not known exactly. */
function labelled({ gpu: { cardMemoryMiB, count } }: GpuNode): number | null {
  return cardMemoryMiB === null || count === null || count.isAtLeast ? null : cardMemoryMiB * count.cards * MIB;
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
