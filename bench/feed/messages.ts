/** The API server that stands behind the feed. */
export type FeedTask = { do: 'start'; kubernetes: string; caFile: string; token: string; dir: string };

export type FeedAsk =
  | FeedTask
  /** So many changes at so many a second, each stamped with the moment it is due. */
  | { do: 'pace'; count: number; perSecond: number }
  /** The same, and then the last one, which is told of until the next task;  is when it was. */
  | { do: 'pace-to-last'; count: number; perSecond: number }
  /** So many changes as fast as the reader takes them; the last one has `LAST_STAMP`, and is repeated until the next task. */
  | { do: 'flood'; count: number }
  /** Only what has been asked for up to now. */
  | { do: 'tally' };

export type FeedTold = {
  /** ms since 1970, when the first change of this task was written. */
  at: number;
  url: string;
  caFile: string;
  /** What the portal has asked for up to now. */
  tally: RequestTally;
};

export type RequestTally = { watches: number; lists: number; others: number };
