/** One card as it was measured; every figure that was not told is null. */
export type MeasuredCard = {
  id: string;
  /** `card 0`; '' where the driver's number was not told. */
  label: string;
  product: string;
  /** `1g.10gb` of a part of a card; '' for a whole one. */
  profile: string;
  usedMiB: number | null;
  totalMiB: number | null;
  utilPercent: number | null;
  tempC: number | null;
  powerW: number | null;
  /** The driver's last error by its number; 0 is none. */
  xid: number | null;
  /** ms since 1970. */
  asOf: number;
};

/** A model in the memory of a machine's cards, as its server tells it. */
export type ModelInVram = { server: string; name: string; bytes: number };

/** What a pod says that it needs. */
export type VramNeed = { pod: string; bytes: number; whence: string };

/**
 * The memory of all cards of one machine: how large it is, how much of it is used, by what as far as anybody tells, and what
 * those who hold slices say they need. Bytes.
 */
export type VramBook = {
  /** Name of the node, or host name of a machine outside of the cluster. */
  id: string;
  isNode: boolean;
  /** null where nobody says. */
  totalBytes: number | null;
  /** That the total is what HAMi hands out, and nothing tells whether there is that much. */
  isRegistered?: true;
  /** Where the total is from, or why there is none, in words. */
  whence: string;
  /** As the driver measured it, of all cards together; null where a card was not measured. */
  usedBytes: number | null;
  /** Of the oldest of the measurements. */
  measuredAt: number | null;
  cards: MeasuredCard[];
  models: ModelInVram[];
  needs: VramNeed[];
  /** What does not add up, in words, the gravest first. */
  warnings: string[];
};
