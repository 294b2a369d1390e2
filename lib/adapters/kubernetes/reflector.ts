import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Attention } from '#lib/ports/attention.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { KindDescriptor, Reflection, ReflectionSink } from '#lib/ports/cluster.ts';
import { createBackoff } from './backoff.ts';
import type { Connection } from './connection.ts';
import { findAgain } from './find-again.ts';
import { qualifiedName, sourceOf } from './kind-names.ts';
import { type Listing, listAll, readCurrentVersion } from './list.ts';
import { createMirror } from './mirror.ts';
import { createPulse, type Pulse, type PulseState } from './pulse.ts';
import { SilenceError } from './read-body.ts';
import { QUICK_TRIES, type Rest, recoverFrom } from './recover.ts';
import type { ReflectorState } from './reflector-state.ts';
import { isOlder } from './resource-version.ts';
import { createSourceTracker } from './source-tracker.ts';
import { OverdueError, type WatchEvents, watchOnce } from './watch.ts';
import { createWatchProof } from './watch-proof.ts';

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
  /** Who would see that it is old: as long as there is anybody, what fails is tried often. */
  attention?: Attention;
};

/** A watch that lives shorter than this without an event is no success, or a server could keep us running in circles. */
const SHORTEST_WATCH_MS = 1000;
const SHORTEST_TIMEOUT_SECONDS = 8;
const TIMEOUT_SPREAD_SECONDS = 3;
/** One that has to prove itself. Its bookmark comes after a second, so when its time is over without one it is dead. */
const PROVING = { timeoutSeconds: 3, graceMs: 0 };
/** How long the headers of a watch are waited for when the last one got lost. */
const LOST_AFTER_MS = 2_000;
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
    attention: options.attention ?? null,
    proof: createWatchProof(clock),
    wasLive: false,
    wasSilent: false,
    givenUps: 0,
    position: null,
    isDoubtful: false,
    stage: 'list',
    isOpen: false,
    note: '',
    isAway: false,
    aways: 0,
    answeredIn: null,
    wake: () => undefined,
  };
  const pulse = options.pulse ?? createPulse(connection, clock, random);
  const unsubscribe = pulse.subscribe((beat) => onPulse(state, beat));
  const inattention = state.attention?.subscribe(() => state.attention?.isThere && state.wake(false));
  const running = run(state, { connection, pulse }, stopping.signal);
  return {
    async stop() {
      stopping.abort(new Error('the reflection was stopped'));
      unsubscribe();
      inattention?.();
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
    const done = new AbortController();
    try {
      const signal = AbortSignal.any([stopped, interrupted.signal]);
      const listing = { connection, clock: state.clock, kind: state.kind, signal, onAnswer };
      if (state.backoff.failures > 0) {
        findAgain(state, { ...listing, signal: AbortSignal.any([signal, done.signal]) }, () => interrupted.abort());
      }
      await advance(state, listing);
    } catch (error) {
      if (stopped.aborted) {
        return;
      }
      if (interrupted.signal.aborted) {
        state.isDoubtful = true;
        await rest(state, wakeRest(state), stopped);
      } else {
        done.abort();
        const { ms, isFirm } = recoverFrom(error, state);
        if (isFirm || !isLost(error)) {
          await rest(state, { ms, isFirm }, stopped);
        } else {
          pulse.suspect();
          await rest(state, { ms: ms + VERDICT_MS, isFirm }, stopped);
        }
      }
    } finally {
      done.abort();
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
  const lastedMs = () => Math.abs(state.clock.now() - startedAt);
  const usual = { timeoutSeconds: SHORTEST_TIMEOUT_SECONDS + Math.floor(state.random() * TIMEOUT_SPREAD_SECONDS) };
  const length = state.proof.isWanted ? PROVING : usual;
  state.proof.begin();
  try {
    await watchOnce({ ...listing, resourceVersion: before, ...length, ...patienceOf(state) }, eventsInto(state));
    if (lastedMs() > (length.timeoutSeconds - 1) * 1000) {
      judge(state, false);
    }
  } catch (error) {
    if (!(error instanceof OverdueError || error instanceof SilenceError)) {
      throw error;
    }
    // A short one that has spoken did what it was for, however late its server or its line ended it.
    if (length !== PROVING || state.proof.isWanted) {
      judge(state, error instanceof OverdueError);
      throw error;
    }
  }
  if (state.position === before && lastedMs() < SHORTEST_WATCH_MS) {
    throw new ExternalError({
      provider: listing.connection.id,
      operation: `watch ${qualifiedName(state.kind)}`,
      kind: 'unavailable',
      message: 'it ended the watch as soon as it began',
    });
  }
  state.backoff.reset();
}

/** The headers of a watch come at once; where one got lost, the next is not waited for as long as the first. */
function patienceOf({ attention, wasSilent, proof, backoff }: ReflectorState): { answerWithinMs?: number } {
  const isShort = (wasSilent || proof.isWanted) && attention?.isThere === true && backoff.failures <= QUICK_TRIES;
  return isShort ? { answerWithinMs: LOST_AFTER_MS } : {};
}

/** A watch is over, and nothing is right that only a watch without a word vouches for. */
function judge({ proof, source }: ReflectorState, isOverdue: boolean): void {
  proof.end(isOverdue);
  if (proof.isWanted) {
    source.trouble({ state: 'stale', reason: 'The watch is connected and tells of no changes.' });
  }
}

function enter(state: ReflectorState, stage: ReflectorState['stage']): void {
  state.stage = stage;
  state.isOpen = false;
  state.answeredIn = null;
}

function eventsInto(state: ReflectorState): WatchEvents {
  const { mirror, source, backoff, proof } = state;
  const changed = () => {
    const note = mirror.note();
    if (note !== state.note) {
      state.note = note;
      source.live(note);
    }
  };
  return {
    onOpen() {
      state.isOpen = true;
      state.wasLive = true;
      state.givenUps = 0;
      state.note = mirror.note();
      if (!proof.isWanted) {
        source.live(state.note);
      }
    },
    onPut(object) {
      mirror.put(object);
      changed();
    },
    onDelete(object) {
      mirror.delete(object);
      changed();
    },
    onBookmark: () => proof.heardBookmark(),
    onPosition(resourceVersion) {
      if (proof.isWanted) {
        source.live(state.note);
      }
      proof.heard();
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
      // What was firm is over. A server that comes and goes would else be found away, and its return be slept through.
      state.wake = () => waking.abort();
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
