import { isCoveredBy, type Position } from '#lib/domain/live/position.ts';
import type { Delta } from '#lib/domain/live/wire.ts';

/** A delta with its place in the stream. */
export type PlacedDelta = { delta: Delta; position: Position };

/** What is known of one topic: where its stream stands, and the last deltas on the way there. */
export type Channel = {
  /** Up to here everything was received; null before anything was. */
  readonly position: Position | null;
  /** The deltas after a place; null when not all of them are kept. */
  since(place: Position): PlacedDelta[] | null;
  /** Takes a delta in, and says whether it is news. */
  push(placed: PlacedDelta): boolean;
  /** The stream stands here, and nothing of this topic happened on the way. */
  advance(position: Position): void;
  /** Begins earlier than it was to, for data that was read before; false where that is too late. */
  beginEarlier(place: Position): boolean;
  /** Begins anew at a place: what was before cannot be told. */
  restart(position: Position | null): void;
};

const MOST_DELTAS = 500;

export function createChannel(start: Position | null): Channel {
  let kept: PlacedDelta[] = [];
  /** The deltas kept are all there are after this place. */
  let floor = start;
  let position = start;
  /** Nothing was told yet but that nothing happened, which is asked once more from an earlier place. */
  let isUntold = true;

  return {
    get position() {
      return position;
    },
    since(place) {
      if (floor === null || position === null || !isCoveredBy(floor, place)) {
        return null;
      }
      return kept.filter((placed) => !isCoveredBy(placed.position, place));
    },
    push(placed) {
      if (position !== null && isCoveredBy(placed.position, position)) {
        return false;
      }
      if (position !== null && position.epoch !== placed.position.epoch) {
        // Of another life of the server: it says `reset` for this topic, and until then nothing fits together.
        return false;
      }
      isUntold = false;
      floor ??= { ...placed.position, version: placed.position.version - 1 };
      position = placed.position;
      kept.push(placed);
      if (kept.length > MOST_DELTAS) {
        floor = kept.shift()?.position ?? floor;
      }
      return true;
    },
    advance(next) {
      if (position === null || isCoveredBy(position, next)) {
        position = next;
        floor ??= next;
      }
    },
    beginEarlier(place) {
      if (!isUntold || floor === null || !isCoveredBy(place, floor)) {
        return false;
      }
      floor = place;
      position = place;
      return true;
    },
    restart(next) {
      isUntold = false;
      kept = [];
      floor = next;
      position = next;
    },
  };
}
