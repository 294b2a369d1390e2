import type { Audience } from './audience.ts';

/** What was told so far. */
export type Tally = { frames: number; deltas: number; resets: number; encodedBytes: number };

export type HubCounts = Tally & {
  subscribers: number;
  /** Readers that did not keep up and have not yet been told to read again. */
  behind: number;
  /** What waits for all readers together. */
  queuedBytes: number;
  topics: { name: string; subscribers: number; version: number }[];
};

type Counted = {
  audience: Audience;
  entries: ReadonlyMap<string, { version: number }>;
  tally: Tally;
};

export function countHub({ audience, entries, tally }: Counted): HubCounts {
  const readers = audience.all();
  return {
    subscribers: audience.size,
    behind: readers.filter(({ isBehind }) => isBehind).length,
    queuedBytes: readers.reduce((sum, { queuedBytes }) => sum + queuedBytes, 0),
    topics: [...entries].map(([name, { version }]) => ({ name, subscribers: audience.countOf(name), version })),
    ...tally,
  };
}
