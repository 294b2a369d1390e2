import type { PodGpu } from '../pod-gpu.ts';
import type { Reach } from './reach.ts';
import type { VramNeed } from './vram.ts';

const MIB = 1024 ** 2;

export type NeedInput = {
  pod: string;
  gpu: PodGpu;
  /** Whether HAMi keeps the books of its node: elsewhere, an annotation of it says nothing. */
  isHami: boolean;
  reach: Reach;
};

/**
 * What a pod says of the memory it needs, the surest first: what HAMi set apart for it, its annotation, the share of
 * each card or slice that vLLM takes for itself when it starts. null where it does not say.
 */
export function needOf({ pod, gpu, isHami, reach }: NeedInput): VramNeed | null {
  if (isHami && gpu.shares.length > 0) {
    const bytes = gpu.shares.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0) * MIB;
    return { pod, bytes, whence: 'set apart by HAMi' };
  }
  if (gpu.vramBytes !== null) {
    return { pod, bytes: gpu.vramBytes, whence: 'as its annotation says' };
  }
  if (gpu.vramShare !== null && reach.bytes !== null) {
    const percent = Math.round(gpu.vramShare * 100);
    return {
      pod,
      bytes: gpu.vramShare * reach.bytes,
      whence: `vLLM takes ${percent} % of ${reach.unit === 'card' ? 'a card' : 'its slice'} when it starts`,
    };
  }
  return null;
}
