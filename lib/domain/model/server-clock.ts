/** How far a server's clock is ahead of ours, in ms: somewhere between the two. */
type Span = { low: number; high: number };

export type ServerClock = {
  /**
   * Learns from an answer. @param date of its header, ms since 1970 in whole seconds as HTTP writes it
   * @param sentAt,receivedAt by our own clock
   */
  heard(date: number, sentAt: number, receivedAt: number): void;
  /** How far it is ahead of ours, in ms, negative for behind; null when it never said. */
  readonly skewMs: number | null;
};

/** The header cuts off what is less than a second. */
const CUT_MS = 999;
/** What a reader of minutes does not see, and what is still no news after the next answers. */
const UNSEEN_MS = 1500;

/**
 * Compares a server's clock with ours by the dates of its answers. Each answer leaves a span in which the difference
 * lies; what all of them allow is kept. The figure told stays the same while it is near enough, so that the rows of a
 * page do not change with every answer; a difference too small to be seen is told as none.
 */
export function createServerClock(): ServerClock {
  let span: Span | null = null;
  let told: number | null = null;
  return {
    heard(date, sentAt, receivedAt) {
      if (!Number.isFinite(date) || receivedAt < sentAt) {
        return;
      }
      const heard = { low: date - receivedAt, high: date + CUT_MS - sentAt };
      const both: Span =
        span === null ? heard : { low: Math.max(span.low, heard.low), high: Math.min(span.high, heard.high) };
      // A clock was set, or runs at another pace: what was known before does not hold any more.
      span = both.low <= both.high ? both : heard;
      const middle = Math.round((span.low + span.high) / 2);
      if (told === null || Math.abs(middle - told) > UNSEEN_MS) {
        told = Math.abs(middle) <= UNSEEN_MS ? 0 : middle;
      }
    },
    get skewMs() {
      return told;
    },
  };
}

/** A moment of the server's clock by ours. Without a word from its clock it is taken as ours. */
export function byOurClock(at: number, skewMs: number | null): number {
  return at - (skewMs ?? 0);
}
