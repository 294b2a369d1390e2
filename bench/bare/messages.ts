export type FanOutAsk =
  | { do: 'pace'; count: number; perSecond: number }
  | { do: 'flood'; forMs: number; joined: number };
export type FanOutTold = { url: string };

/** Where to watch, and with what. */
export type ReaderAsk = { url: string; caFile: string; token: string };
/** When the last change of a flood was read, in ms since 1970; 0 when the watch has begun. */
export type ReaderTold = { lastAt: number };
