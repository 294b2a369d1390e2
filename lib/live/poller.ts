import type { SourceStatus } from '#lib/domain/source/source.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { ReflectionSink } from '#lib/ports/cluster.ts';
import { restMs, retryAfterMs } from './poll-pace.ts';
import { isRefusal, type PolledSource, startingStatus, statusAfterFailure, statusAfterSuccess } from './poll-status.ts';
import { readInTime } from './read-in-time.ts';
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
  watchers: number;
  isNudged: boolean;
  wait: Wait | undefined;
};

/**
 * Reads a system that has no watch, again and again: one read at a time, each with a time limit; after a failure less
 * and less often, and never before the moment the other side asked for. Starts at once.
 */
export function createPoller<Value>(options: PollerOptions<Value>): Poller {
  const stopping = new AbortController();
  const state: PollState = {
    status: startingStatus(options.source, options.clock.now()),
    failures: 0,
    watchers: 0,
    isNudged: false,
    wait: undefined,
  };
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
    sink.replace(await readInTime(timed, stopped));
    state.failures = 0;
    state.status = statusAfterSuccess(state.status, askedAt, clock.now());
    return null;
  } catch (error) {
    if (stopped.aborted) {
      return error;
    }
    state.failures += 1;
    options.report?.(error);
    if (isRefusal(error) && state.status.asOf !== null) {
      sink.replace(new Map());
    }
    state.status = statusAfterFailure(state.status, error, clock.now());
    return error;
  }
}

async function rest<Value>(
  options: PollerOptions<Value>,
  state: PollState,
  stopped: AbortSignal,
  error: unknown,
): Promise<void> {
  const { clock, fastMs, slowMs } = options;
  const pace = { fastMs, slowMs, maxBackoffMs: options.maxBackoffMs ?? slowMs };
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
    const wholeMs = state.isNudged ? nudgeGapMs : restMs(pace, { failures: state.failures, isWatched, chance });
    const passedMs = clock.now() - endedAt;
    // The wall clock was set back: an early poll does no harm, waiting for it to catch up would.
    return passedMs < 0 ? 0 : wholeMs - passedMs;
  });
  await state.wait.over;
  state.wait = undefined;
}
