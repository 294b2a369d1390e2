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
  /** When a node was found for it, ms since 1970; null while it waits. */
  boundAt: number | null;
};
