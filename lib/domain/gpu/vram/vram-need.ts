import type { PodGpu } from '../pod-gpu.ts';
import type { VramNeed } from './vram.ts';

const MIB = 1024 ** 2;

export type NeedInput = {
  pod: string;
  gpu: PodGpu;
  /** Of one card, in bytes; null where nobody says. */
  cardBytes: number | null;
  /** Cards that the pod can reach. */
  cards: number;
};

/**
 * What a pod says of the memory it needs, the surest first: what HAMi set apart for it, its annotation, the share of each
 * card that vLLM takes for itself when it starts. null where it does not say.
 */
export function needOf({ pod, gpu, cardBytes, cards }: NeedInput): VramNeed | null {
  if (gpu.shares.length > 0) {
    const bytes = gpu.shares.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0) * MIB;
    return { pod, bytes, whence: 'set apart by HAMi' };
  }
  if (gpu.vramBytes !== null) {
    return { pod, bytes: gpu.vramBytes, whence: 'as its annotation says' };
  }
  if (gpu.vramShare !== null && cardBytes !== null) {
    const percent = Math.round(gpu.vramShare * 100);
    return {
      pod,
      bytes: gpu.vramShare * cardBytes * cards,
      whence: `vLLM takes ${percent} % of a card when it starts`,
    };
  }
  return null;
}
