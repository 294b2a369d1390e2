import type { Collection } from '#lib/ports/collection.ts';
import { createComputedTopic } from './computed-topic.ts';
import type { Topic } from './topic.ts';

/** The topic in which the states of all sources are told. */
export const SOURCES_TOPIC = 'sources';

/**
 * How fresh everything is, one row for each source. A source that is live is live now, so `asOf` only counts for the
 * others; that way a source that is confirmed every few seconds tells nobody anything.
 * @param heard told while anybody listens: every page of the portal does
 */
export function createSourcesTopic(collections: readonly Collection<unknown>[], heard?: () => () => void): Topic {
  return createComputedTopic({
    name: SOURCES_TOPIC,
    collections,
    concerns: ({ upserted, removed }) => upserted.size === 0 && removed.size === 0,
    compute: () =>
      collections.map(({ source }) => (source.state === 'live' ? { ...source, asOf: source.since } : source)),
    ...(heard === undefined ? {} : { heard }),
  });
}
