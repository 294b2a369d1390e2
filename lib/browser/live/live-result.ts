import { formatPosition, isCoveredBy, parsePosition } from '#lib/domain/live/position.ts';
import type { Delta } from '#lib/domain/live/wire.ts';
import type { PlacedDelta } from './channel.ts';

/** Data as the server gave it, and how far into each topic it was brought since. */
export type LiveResult = {
  /** Where the stream stood when the server read it. */
  position: string;
  /** Where it stands in each topic now, where that is further. */
  seen?: Readonly<Record<string, string>>;
};

/** Where data stands in a topic. */
export function placeOf(result: LiveResult, topic: string): string {
  return result.seen?.[topic] ?? result.position;
}

/**
 * Brings data up to date with what happened in a topic. What the data already holds is skipped, so that nothing is
 * applied twice whatever way it came; what belongs to another life of the server is skipped too. Gives the very same
 * object when nothing was new.
 * @param patch gives the data with one delta applied
 */
export function applyDeltas<Result extends LiveResult>(
  result: Result,
  topic: string,
  deltas: readonly PlacedDelta[],
  patch: (result: Result, delta: Delta) => Result,
): Result {
  let next = result;
  let place = parsePosition(placeOf(result, topic));
  for (const { delta, position } of deltas) {
    if (place !== null && delta.topic === topic && position.epoch === place.epoch && !isCoveredBy(position, place)) {
      next = patch(next, delta);
      place = position;
    }
  }
  return place === null || formatPosition(place) === placeOf(result, topic)
    ? result
    : { ...next, seen: { ...result.seen, [topic]: formatPosition(place) } };
}

/** No place in any stream: data that stands here takes no deltas, because something before them is missing. */
const OUTDATED = 'outdated';

/** Data that must be read again before anything more is applied to it. */
export function markOutdated<Result extends LiveResult>(result: Result, topic: string): Result {
  return { ...result, seen: { ...result.seen, [topic]: OUTDATED } };
}

/** Whether it takes in nothing more of some topic until it is read again. */
export function isOutdated({ seen = {} }: LiveResult): boolean {
  return Object.values(seen).includes(OUTDATED);
}
