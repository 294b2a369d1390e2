import type { SourceStatus } from '#lib/domain/source/source.ts';
import type { Attention } from '#lib/ports/attention.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { ReflectionSink } from '#lib/ports/cluster.ts';
import { restMs, retryAfterMs } from './poll-pace.ts';
import { isRefusal, type PolledSource, startingStatus, statusAfterFailure, statusAfterSuccess } from './poll-status.ts';
import { AGAIN_MS, isSilence, readAgainAndAgain } from './read-again.ts';
import { startWait, type Wait } from './wait.ts';

export type PollerOptions<Value> = {
  clock: Clock;
  /** The whole state by id. It heeds the signal, which is aborted when it takes too long or the poller stops. */
  read(signal: AbortSignal): Promise<ReadonlyMap<string, Value>>;
  sink: Pick<ReflectionSink<Value>, 'replace' | 'status'>;
  source: PolledSource;
  /** Between two polls while somebody looks. */
  fastMs: number;
  /** Between two polls while nobody does. */
  slowMs: number;
  /** How long a read may take. */
  timeoutMs: number;
  /** 0 to 1, for jitter. */
  random: () => number;
  /** The longest pause between two failed polls; without it `slowMs`. */
  maxBackoffMs?: number;
  /** The shortest time between the end of a poll and one that a nudge asks for; without it 1 s, or `fastMs` if less. */
  nudgeGapMs?: number;
  /** Who would see that what it reads is old: as long as there is anybody, what fails is tried often. */
  attention?: Attention;
  /** Told of every failure, for the log. */
  report?: (error: unknown) => void;
};

export type Poller = {
  /** Says that somebody looks at it, which makes it fast. Returns how to say that they no longer do. */
  interest(): () => void;
  /** Something changed over there: asks early. Many nudges make one poll; none of them shortens a Retry-After. */
  nudge(): void;
  /** Stops for good; resolves when no timer and no read is left. */
  stop(): Promise<void>;
};

type PollState = {
  status: SourceStatus;
  /** In a row. */
  failures: number;
  /** Of the failures, those that only a person can end, since somebody began to look. */
  refusals: number;
  /** How long the last read took that was answered. */
  tookMs: number;
  watchers: number;
  isNudged: boolean;
  wait: Wait | undefined;
};

/** The longest pause after a failure while somebody sees it: what is well again shows within five seconds. */
const LONGEST_WHILE_SEEN_MS = 3_000;
/** How long one question is waited for alone after others that were answered sooner. */
const LONGEST_ALONE_MS = 4_000;
/** What took its whole time to fail was a rest already. */
const AFTER_SILENCE_MS = 1_000;
/** Between two questions that only a person can change the answer to: forges lock out who insists on a wrong token. */
const AFTER_REFUSAL_MS = 30_000;
/** So often it is asked again soon while somebody sees it, about half a minute long: most of it was a slip. */
const QUICK_TRIES = 16;

/**
 * Reads a system that has no watch, again and again: one read at a time, each with a time limit; after a failure less
 * and less often, and never before the moment the other side asked for. Starts at once.
 */
export function createPoller<Value>(options: PollerOptions<Value>): Poller {
  const stopping = new AbortController();
  const state: PollState = {
    status: startingStatus(options.source, options.clock.now()),
    failures: 0,
    refusals: 0,
    tookMs: 0,
    watchers: 0,
    isNudged: false,
    wait: undefined,
  };
  const inattention = options.attention?.subscribe(() => {
    state.refusals = 0;
    state.wait?.reconsider();
  });
  const running = run(options, state, stopping.signal).catch((error: unknown) => {
    if (!stopping.signal.aborted) {
      throw error;
    }
  });
  return {
    interest() {
      state.watchers += 1;
      state.wait?.reconsider();
      let isReleased = false;
      return () => {
        state.watchers -= isReleased ? 0 : 1;
        isReleased = true;
        state.wait?.reconsider();
      };
    },
    nudge() {
      state.isNudged = true;
      state.wait?.reconsider();
    },
    async stop() {
      stopping.abort();
      inattention?.();
      state.wait?.cancel();
      await running;
    },
  };
}

async function run<Value>(options: PollerOptions<Value>, state: PollState, stopped: AbortSignal): Promise<void> {
  options.sink.status(state.status);
  while (!stopped.aborted) {
    state.isNudged = false;
    const error = await poll(options, state, stopped);
    if (stopped.aborted) {
      return;
    }
    options.sink.status(state.status);
    await rest(options, state, stopped, error);
  }
}

/** Gives what went wrong, or null. */
async function poll<Value>(options: PollerOptions<Value>, state: PollState, stopped: AbortSignal): Promise<unknown> {
  const { clock, sink } = options;
  const askedAt = clock.now();
  try {
    const timed = { clock, read: options.read, timeoutMs: options.timeoutMs, label: options.source.label };
    const others = {
      afterMs: patienceMs(state),
      isWanted: () => options.attention?.isThere === true,
      onSilence(error: unknown) {
        // Nobody is kept waiting for the end of a long time limit to hear of it.
        if (state.status.state === 'live') {
          state.status = statusAfterFailure(state.status, error, clock.now());
          sink.status(state.status);
        }
      },
    };
    sink.replace(await readAgainAndAgain(timed, others, stopped));
    state.tookMs = Math.max(0, clock.now() - askedAt);
    state.failures = 0;
    state.refusals = 0;
    state.status = statusAfterSuccess(state.status, askedAt, clock.now());
    return null;
  } catch (error) {
    if (stopped.aborted) {
      return error;
    }
    state.failures += 1;
    state.refusals = isRefusal(error) ? state.refusals + 1 : 0;
    options.report?.(error);
    if (isRefusal(error) && state.status.asOf !== null) {
      sink.replace(new Map());
    }
    state.status = statusAfterFailure(state.status, error, clock.now());
    return error;
  }
}

/** What answered a moment ago is waited for longer than what was silent, and what always takes long much longer. */
function patienceMs({ failures, tookMs }: PollState): number {
  return failures > 0 ? AGAIN_MS : Math.max(LONGEST_ALONE_MS, 2 * tookMs);
}

async function rest<Value>(
  options: PollerOptions<Value>,
  state: PollState,
  stopped: AbortSignal,
  error: unknown,
): Promise<void> {
  const { clock, fastMs, slowMs } = options;
  const unseenMs = options.maxBackoffMs ?? slowMs;
  const nudgeGapMs = options.nudgeGapMs ?? Math.min(1000, fastMs);
  const chance = options.random();
  const endedAt = clock.now();
  const quietMs = retryAfterMs(error, chance);
  if (quietMs > 0) {
    await clock.sleep(quietMs, stopped);
  }
  if (stopped.aborted) {
    return;
  }
  state.wait = startWait(clock, () => {
    const isWatched = state.watchers > 0;
    const isSeen = options.attention?.isThere === true;
    const seenMs = Math.min(unseenMs, isSilence(error) ? AFTER_SILENCE_MS : LONGEST_WHILE_SEEN_MS);
    const pace = { fastMs, slowMs, maxBackoffMs: isSeen ? seenMs : unseenMs };
    const isHopeless = isRefusal(error) && (!isSeen || state.refusals > QUICK_TRIES);
    const leastMs = isHopeless ? AFTER_REFUSAL_MS * (0.8 + 0.4 * chance) : 0;
    const usualMs = Math.max(leastMs, restMs(pace, { failures: state.failures, isWatched, chance }));
    const wholeMs = state.isNudged ? nudgeGapMs : usualMs;
    const passedMs = clock.now() - endedAt;
    // The wall clock was set back: an early poll does no harm, waiting for it to catch up would.
    return passedMs < 0 ? 0 : wholeMs - passedMs;
  });
  await state.wait.over;
  state.wait = undefined;
}
