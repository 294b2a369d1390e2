/** What the portal's process tells of itself. */
export type ProbeTold = {
  /** Streams that are open as far as the hub knows. */
  subscribers: number;
  /** The longest time since it was last asked in which the event loop did nothing else, in ms. */
  longestBlockMs: number;
};
