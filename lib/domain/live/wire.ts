/** A row of a live list. Its id never changes, and nobody else has it within its topic. */
export type Row = { readonly id: string };

/** What changed in a topic, in one go. */
export type Delta<R extends Row = Row> = {
  topic: string;
  /** The number in the stream, greater than that of every delta before. */
  version: number;
  /** Rows that are new or other than before, whole. */
  upsert: R[];
  /** Ids of rows that are gone; ones that were never there may be among them. */
  remove: string[];
  /** Whether `upsert` is everything there is, so that what is not in it is gone. */
  replace?: true;
};

/** What came to pass with a topic cannot be told as a delta: its rows must be read again. */
export type Reset = {
  topic: string;
  version: number;
  /** `gap`: more happened than is remembered; `slow`: the reader did not keep up; `forbidden`: no longer allowed. */
  reason: 'gap' | 'slow' | 'forbidden';
};

/** The events of the stream. `beat` comes every few seconds and says only that the line is open. */
export const LIVE_EVENTS = { delta: 'delta', reset: 'reset', beat: 'beat' } as const;

/** How often a beat comes. A line that is silent for nearly twice as long is dead. */
export const BEAT_MS = 2500;
