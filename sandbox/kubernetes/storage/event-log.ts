import { partitionPoint } from './binary-search.ts';

/** The latest events, by kind, so that a watch that comes back finds what it missed. */
export type EventLog<Event> = {
  append(key: string, event: Event): void;
  /** Events of a kind after a revision, oldest first; null when some of them are forgotten. */
  since(key: string, revision: number): Event[] | null;
  /** The revision up to which events are forgotten. */
  readonly compactedAt: number;
  /** Forgets the events up to and with this revision. */
  compact(upTo: number): void;
};

/** @param keptEvents how many of the latest events of all kinds are kept at least; up to twice as many may be */
export function createEventLog<Event extends { revision: number }>(
  keptEvents: number,
  firstRevision: number,
): EventLog<Event> {
  const kinds = new Map<string, Event[]>();
  let compactedAt = firstRevision;
  let count = 0;

  const compact = (upTo: number) => {
    compactedAt = Math.max(compactedAt, upTo);
    count = 0;
    for (const [key, events] of kinds) {
      const kept = events.slice(firstAfter(events, compactedAt));
      kinds.set(key, kept);
      count += kept.length;
    }
  };

  return {
    append(key, event) {
      const events = kinds.get(key);
      if (events === undefined) {
        kinds.set(key, [event]);
      } else {
        events.push(event);
      }
      count += 1;
      if (count > keptEvents * 2) {
        // One write is one revision, so counting revisions back is counting events back.
        compact(event.revision - keptEvents);
      }
    },
    since(key, revision) {
      if (revision < compactedAt) {
        return null;
      }
      const events = kinds.get(key) ?? [];
      return events.slice(firstAfter(events, revision));
    },
    get compactedAt() {
      return compactedAt;
    },
    compact,
  };
}

function firstAfter(events: readonly { revision: number }[], revision: number): number {
  return partitionPoint(events.length, (index) => (events[index]?.revision ?? 0) <= revision);
}
