export type ClientsAsk =
  /** Opens streams, each with the next of the cookies; the first `slow` of them never read after the first bytes. */
  | { do: 'open'; url: string; cookies: string[]; count: number; slow: number }
  /** Counts what comes for so long, or until the last change of a flood has come. */
  | { do: 'listen'; forMs: number; untilLast: boolean }
  /** Opens and drops so many streams, `atOnce` at a time. */
  | { do: 'churn'; url: string; cookies: string[]; count: number; atOnce: number }
  | { do: 'close' };

export type ClientsTold = { openMs: number; refused: number; heard: Heard };

/** What all streams together heard, and the one that heard least. The slow ones do not count. */
export type Heard = {
  seconds: number;
  rows: number;
  events: number;
  resets: number;
  /** Streams that the server ended. */
  cut: number;
  fewest: number;
  most: number;
  /** From when a change was due until its row was here, in ms. */
  delay: { p50: number; p99: number; worst: number };
  /** When `LAST_STAMP` came, in ms since 1970; 0 when it did not. */
  lastAt: number;
};
