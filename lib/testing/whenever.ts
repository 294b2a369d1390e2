import type { Collection } from '#lib/ports/collection.ts';

/** Resolves when the collection is as it should be: told by its changes, not by time. */
export function whenever(collection: Collection<unknown>, isSo: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => isSo() && resolve();
  const stop = collection.subscribe(look);
  look();
  return promise.finally(stop);
}
