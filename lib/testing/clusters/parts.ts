import type { SourceState } from '#lib/domain/source/source.ts';
import { createUnion } from '#lib/live/union.ts';
import type { Collection } from '#lib/ports/collection.ts';
import { type TestCollection, testCollection } from '../collection.ts';

/** A kind of one cluster, live unless told otherwise. */
export function partOf<Value>(
  source: string,
  entries: Iterable<[string, Value]> = [],
  state: SourceState = 'live',
): TestCollection<Value> {
  const part = testCollection(entries);
  part.source = { ...part.source, id: source, label: source, state };
  return part;
}

/** A kind of two clusters, `hub` and `edge`. */
export function partsOfTwo<Value>(
  kind: string,
  hub: Iterable<[string, Value]> = [],
  edge: Iterable<[string, Value]> = [],
): { all: Collection<Value>; hub: TestCollection<Value>; edge: TestCollection<Value> } {
  const parts = { hub: partOf(`hub/${kind}`, hub), edge: partOf(`edge/${kind}`, edge) };
  return { ...parts, all: createUnion([parts.hub, parts.edge]) };
}
