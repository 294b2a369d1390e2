/**
 * What a card told of itself through a metrics source (DCGM by way of Prometheus), at one moment. Every figure that was not
 * told is null and not 0: GeForce cards leave out several, and a source may have dropped them.
 *
 * A view reads them from `services.platformMetrics`, which is null where no metrics source is configured:
 * `services.platformMetrics?.cards` and `.nodes` are collections (`Collection<CardMetrics>`, `Collection<NodeMetrics>`),
 * whose `source` says how fresh and how complete they are. A card that is not in it is unknown.
 */
export type CardMetrics = {
  /** `akula-prime/GPU-…`, for a part of a card `akula-prime/GPU-…/7`. */
  id: string;
  /** The node's name as the cluster has it; of a machine outside of the cluster, its host name. */
  node: string;
  /** As the driver counts the cards of a machine; null when it was not told. */
  index: number | null;
  /** Of the whole card, also for a part of one; empty when it was not told. */
  uuid: string;
  /** `NVIDIA GeForce RTX 5080`. */
  product: string;
  /**
   * The part of a card cut by MIG that these figures are of; null for a whole card. Where there are both, the parts are in
   * the whole already: never add them up.
   */
  instance: { id: string; profile: string } | null;
  /** Of the one memory that all time slices of the card share. Both together are a little less than the card's size. */
  usedMiB: number | null;
  freeMiB: number | null;
  /** 0 to 100: part of the time in which anything ran, whoever's it was. */
  utilPercent: number | null;
  tempC: number | null;
  powerW: number | null;
  /** The driver's last error of this card by its number; 0 is none. */
  xid: number | null;
  /** When the figures were taken, in ms since 1970. */
  asOf: number;
};

/** What a machine told of itself (node-exporter). Null is unknown. */
export type NodeMetrics = {
  id: string;
  /** The node's name as the cluster has it; of a machine outside of the cluster, its host name. */
  name: string;
  /** What is not available to new work; caches do not count. */
  memoryUsedBytes: number | null;
  memoryTotalBytes: number | null;
  /** 0 to 1 of all its processors, between its last two measurements. */
  cpuRatio: number | null;
  /** When its memory was measured, in ms since 1970. */
  asOf: number;
};

/** All that a metrics source knows now. */
export type PlatformMetrics = {
  cards: CardMetrics[];
  nodes: NodeMetrics[];
  /** What the source says itself against its answer, such as that a part of its stores did not answer. */
  warnings: string[];
};
