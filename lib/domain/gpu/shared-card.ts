/** A card as HAMi registers it at its node. MiB and percent. */
export type SharedCard = {
  uuid: string;
  /** As the vendor names it: `NVIDIA-Tesla T4`. */
  type: string;
  /** How many containers may share it at most; memory and cores decide before that. */
  slots: number;
  memoryMiB: number;
  cores: number;
  isHealthy: boolean;
};

/** What HAMi's scheduler gave a container of one card. MiB and percent. */
export type CardShare = { uuid: string; memoryMiB: number; cores: number };
