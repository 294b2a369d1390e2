import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { KindDescriptor, Reflection, ReflectionSink } from '#lib/ports/cluster.ts';
import { createBackoff } from './backoff.ts';
import type { Connection } from './connection.ts';
import { qualifiedName, sourceOf } from './kind-names.ts';
import { type Listing, listAll, readCurrentVersion } from './list.ts';
import { createMirror } from './mirror.ts';
import { createPulse, type Pulse, type PulseState } from './pulse.ts';
import { type Rest, recoverFrom } from './recover.ts';
import type { ReflectorState } from './reflector-state.ts';
import { isOlder } from './resource-version.ts';
import { createSourceTracker } from './source-tracker.ts';
import { type WatchEvents, watchOnce } from './watch.ts';

export type ReflectorOptions<Value> = {
  connection: Connection;
  kind: KindDescriptor<Value>;
  sink: ReflectionSink<Value>;
  clock: Clock;
  /** 0 to 1, for jitter. */
  random: () => number;
  /** Shared by all reflectors of a connection; without it, one of its own. */
  pulse?: Pulse;
  /** Told of every failure, for the log. */
  report?: (error: unknown) => void;
};

/** A watch that lives shorter than this without an event is no success, or a server could keep us running in circles. */
const SHORTEST_WATCH_MS = 1000;
const SHORTEST_TIMEOUT_SECONDS = 8;
const TIMEOUT_SPREAD_SECONDS = 3;
/** How soon the pulse says whether a server that was lost is there at all. */
const VERDICT_MS = 700;
/** The pulse ends this earlier. It is only for a server that does not answer the pulse and does answer others. */
const AWAY_MS = 20_000;
/** When a server is back, all that was lost is asked for in this time and not at once: fifty portals may look at it. */
const WAKE_SPREAD_MS = 1700;

/** Keeps a sink equal to one kind of a cluster, through every fault, until it is stopped. */
export function createReflector<Value>(options: ReflectorOptions<Value>): Reflection {
  const { connection, kind, sink, clock, random } = options;
  const stopping = new AbortController();
  const state: ReflectorState = {
    kind,
    clock,
    random,
    mirror: createMirror(kind, sink),
    source: createSourceTracker(sourceOf(kind, connection), clock, (status) => sink.status(status)),
    backoff: createBackoff(random),
    report: options.report ?? (() => undefined),
    position: null,
    isDoubtful: false,
    stage: 'list',
    note: '',
    isAway: false,
    aways: 0,
    answeredIn: null,
    wake: () => undefined,
  };
  const pulse = options.pulse ?? createPulse(connection, clock, random);
  const unsubscribe = pulse.subscribe((beat) => onPulse(state, beat));
  const running = run(state, { connection, pulse }, stopping.signal);
  return {
    async stop() {
      stopping.abort(new Error('the reflection was stopped'));
      unsubscribe();
      await running;
      connection.releaseIdle();
    },
  };
}

type Way = { connection: Connection; pulse: Pulse };

async function run(state: ReflectorState, { connection, pulse }: Way, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    const interrupted = new AbortController();
    state.wake = (wasAway) => wasAway && state.answeredIn !== state.aways && interrupted.abort();
    const onAnswer = () => {
      state.answeredIn = state.aways;
    };
    try {
      const signal = AbortSignal.any([stopped, interrupted.signal]);
      await advance(state, { connection, clock: state.clock, kind: state.kind, signal, onAnswer });
    } catch (error) {
      if (stopped.aborted) {
        return;
      }
      if (interrupted.signal.aborted) {
        state.isDoubtful = true;
        await rest(state, wakeRest(state), stopped);
      } else {
        const { ms, isFirm } = recoverFrom(error, state);
        if (isFirm || !isLost(error)) {
          await rest(state, { ms, isFirm }, stopped);
        } else {
          pulse.suspect();
          await rest(state, { ms: ms + VERDICT_MS, isFirm }, stopped);
        }
      }
    }
  }
}

/** One round: a list where one is needed, then a watch until it ends. */
async function advance(state: ReflectorState, listing: Listing): Promise<void> {
  if (state.position === null) {
    enter(state, 'list');
    state.position = await listAll(listing, () => state.mirror.beginList());
    state.source.confirm();
  } else if (state.isDoubtful) {
    enter(state, 'check');
    const version = await readCurrentVersion(listing);
    // The pulse may have found out meanwhile that nothing of what was known counts.
    if (state.position === null || isOlder(version, state.position)) {
      state.position = null;
      return;
    }
  }
  state.isDoubtful = false;
  enter(state, 'watch');
  const startedAt = state.clock.now();
  const before = state.position;
  const timeoutSeconds = SHORTEST_TIMEOUT_SECONDS + Math.floor(state.random() * TIMEOUT_SPREAD_SECONDS);
  await watchOnce({ ...listing, resourceVersion: before, timeoutSeconds }, eventsInto(state));
  if (state.position === before && Math.abs(state.clock.now() - startedAt) < SHORTEST_WATCH_MS) {
    throw new ExternalError({
      provider: listing.connection.id,
      operation: `watch ${qualifiedName(state.kind)}`,
      kind: 'unavailable',
      message: 'it ended the watch as soon as it began',
    });
  }
  state.backoff.reset();
}

function enter(state: ReflectorState, stage: ReflectorState['stage']): void {
  state.stage = stage;
  state.answeredIn = null;
}

function eventsInto(state: ReflectorState): WatchEvents {
  const { mirror, source, backoff } = state;
  const changed = () => {
    const note = mirror.note();
    if (note !== state.note) {
      state.note = note;
      source.live(note);
    }
  };
  return {
    onOpen() {
      state.note = mirror.note();
      source.live(state.note);
    },
    onPut(object) {
      mirror.put(object);
      changed();
    },
    onDelete(object) {
      mirror.delete(object);
      changed();
    },
    onPosition(resourceVersion) {
      // None means that the pulse wants a list, whatever still arrives.
      state.position = state.position === null ? null : resourceVersion;
      source.confirm();
      backoff.reset();
    },
  };
}

/** The pulse of the whole connection is heard before the silence of one watch is. */
function onPulse(state: ReflectorState, beat: PulseState): void {
  state.isAway = !beat.isUp;
  state.aways += beat.isUp ? 0 : 1;
  if (beat.isUp) {
    state.position = beat.wasGone ? null : state.position;
    state.wake(beat.wasAway);
  } else {
    state.source.trouble({ state: state.mirror.hasData ? 'stale' : 'unreachable', reason: beat.reason });
  }
}

/** Whether there was no answer at all: then the pulse finds out whether there is a server, for all reflections at once. */
function isLost(error: unknown): boolean {
  return error instanceof ExternalError && error.kind === 'unavailable' && error.status === undefined;
}

function wakeRest({ random }: ReflectorState): Rest {
  return { ms: random() * WAKE_SPREAD_MS, isFirm: true };
}

/** Rests as long as it was told, longer while the server is away, or, unless that is firm, until shortly after it is back. */
async function rest(state: ReflectorState, { ms, isFirm }: Rest, stopped: AbortSignal): Promise<void> {
  const waking = new AbortController();
  state.wake = () => !isFirm && waking.abort();
  try {
    const signal = AbortSignal.any([stopped, waking.signal]);
    await state.clock.sleep(ms, signal);
    if (state.isAway) {
      await state.clock.sleep(AWAY_MS * (0.5 + state.random()), signal);
    }
  } catch (error) {
    if (waking.signal.aborted && !stopped.aborted) {
      await rest(state, wakeRest(state), stopped);
    } else if (!stopped.aborted) {
      throw error;
    }
  }
}
