import type { Clock } from '#lib/ports/clock.ts';

/**
 * Whether a watch has shown that it tells of changes. An API server sends a bookmark two seconds before the end of every
 * watch: where it has done so once, a watch that says nothing before its end is connected to nobody.
 */
export type WatchProof = {
  /** A watch was opened. */
  begin(): void;
  /** A line came on it that says where it stands. */
  heard(): void;
  heardBookmark(): void;
  /** The time of the watch is over. @param isOverdue it went on talking after that */
  end(isOverdue: boolean): void;
  /** A watch before this one was no good, so this one has to show that it is before it is believed. */
  readonly isWanted: boolean;
};

/**
 * The last word comes two seconds before the end; a server, a line or a portal at work may be three late. Shorter than the
 * shortest watch, so that one that fell silent in its first seconds is found out.
 */
const QUIET_AT_THE_END_MS = 5_000;

export function createWatchProof(clock: Pick<Clock, 'now'>): WatchProof {
  let hasBookmarks = false;
  let isWanted = false;
  let heardAt = 0;
  let wasHeard = false;
  return {
    begin() {
      heardAt = clock.now();
      wasHeard = false;
    },
    heard() {
      wasHeard = true;
      heardAt = clock.now();
      isWanted = false;
    },
    heardBookmark() {
      hasBookmarks = true;
    },
    end(isOverdue) {
      const isQuiet = !wasHeard || Math.abs(clock.now() - heardAt) > QUIET_AT_THE_END_MS;
      isWanted = isOverdue || (hasBookmarks && isQuiet);
    },
    get isWanted() {
      return isWanted;
    },
  };
}
