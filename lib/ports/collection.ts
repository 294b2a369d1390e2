import type { SourceStatus } from '#lib/domain/source/source.ts';

/** What changed at once: ids whose value is new or other, and ids that are gone. */
export type CollectionChange = { upserted: ReadonlySet<string>; removed: ReadonlySet<string> };

/** Values kept in memory, readable at any time, with the state of where they come from. */
export interface Collection<Value> {
  get(id: string): Value | undefined;
  values(): Iterable<Value>;
  readonly size: number;
  readonly source: SourceStatus;
  /** Of one that is made of several, one for each cluster: those that it is made of, each with a state of its own. */
  readonly parts?: readonly Collection<Value>[];
  /** Called after every change of values or of the source's state. Returns how to stop. */
  subscribe(listener: (change: CollectionChange) => void): () => void;
}
