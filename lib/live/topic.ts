import type { Row } from '#lib/domain/live/wire.ts';

/** What changed in a topic since it was last asked. */
export type TopicChange = { upsert: Row[]; remove: string[]; replace?: true };

/** Rows that a hub keeps viewers up to date with. It does nothing until it is asked. */
export interface Topic {
  readonly name: string;
  /** Begins to listen to what the rows are made of. Returns how to stop. */
  start(onDirty: () => void): () => void;
  /** Told of its first reader; returns what is told after its last one. For what is worth doing only while somebody looks. */
  heard?(): () => void;
  /** Told at most once in so many ms: for sums, which take longer to work out than the rows that they are made of. */
  readonly paceMs?: number;
  readonly isDirty: boolean;
  /**
   * Works out what changed since the last `collect` or `forget`; null when no row did. Where somebody may have read
   * meanwhile, also what changed and changed back: that reader has what it was in between.
   */
  collect(wasRead: boolean): TopicChange | null;
  /** Drops what has changed up to now, because whoever comes reads everything anew. */
  forget(): void;
}
