import type { CardShare } from './shared-card.ts';

/** What a pod has to do with GPUs. */
export type PodGpu = {
  /** Containers that ask for some, by name; init containers among them. */
  containers: string[];
  /**
   * Whether it asks for none and sees the cards of its node all the same: the NVIDIA runtime, and
   * NVIDIA_VISIBLE_DEVICES. It takes no slice, and memory.
   */
  isUnasked: boolean;
  /** What HAMi's scheduler gave it; none where another schedules. */
  shares: CardShare[];
  /** What its annotation `portolan/vram` says it needs, in bytes; null where there is none. */
  vramBytes: number | null;
  /** The share of each card that vLLM is told to take, above 0 and up to 1; null where nobody says. */
  vramShare: number | null;
  /** When a node was found for it, ms since 1970; null while it waits. */
  boundAt: number | null;
};
