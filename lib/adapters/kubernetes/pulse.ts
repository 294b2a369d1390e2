import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { isNobodyThere } from './answer-error.ts';
import type { Connection } from './connection.ts';

/** Whether a server is there, as far as anyone on this connection knows. */
export type PulseState =
  | {
      isUp: true;
      /** It was not there until now. */
      wasAway: boolean;
      /** Meanwhile nothing listened, so it is another process and may have another state. */
      wasGone: boolean;
    }
  | { isUp: false; reason: string };

export type Pulse = {
  /** Feels the pulse as long as anybody listens. Tells of changes and answers suspicions. Returns how to stop. */
  subscribe(listener: (state: PulseState) => void): () => void;
  /** Something was lost, so it asks soon: one question for all that may have been lost together. */
  suspect(): void;
};

const STEP_MS = 500;
/** Without a word for this long the server is asked. */
const QUIET_MS = 2000;
const ANSWER_WITHIN_MS = 2000;
/** Between two questions while the server is away: it is to be found again within three seconds. */
const AWAY_STEP_MS = 700;

/**
 * Notices within five seconds that a server is gone and within three that it is back, with one small question for all
 * that runs over a connection, and none at all while events arrive. It only informs: what to do about a silent watch
 * is the watch's own business, so a slow answer costs nothing but a word on the page.
 * @param random 0 to 1
 */
export function createPulse(connection: Connection, clock: Clock, random: () => number): Pulse {
  const listeners = new Set<(state: PulseState) => void>();
  let running: AbortController | null = null;
  const doubt = { isSuspected: false };
  const tell = (state: PulseState) => {
    for (const listener of [...listeners]) {
      listener(state);
    }
  };
  return {
    subscribe(listener) {
      listeners.add(listener);
      if (running === null) {
        running = new AbortController();
        start({ connection, clock, random, doubt, tell }, running.signal);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) {
          running?.abort();
          running = null;
        }
      };
    },
    suspect() {
      doubt.isSuspected = true;
    },
  };
}

type Beat = {
  connection: Connection;
  clock: Clock;
  random: () => number;
  doubt: { isSuspected: boolean };
  tell: (state: PulseState) => void;
};

function start(beat: Beat, stopped: AbortSignal): void {
  run(beat, stopped).catch((error: unknown) => {
    if (!stopped.aborted) {
      throw error;
    }
  });
}

async function run({ connection, clock, random, doubt, tell }: Beat, stopped: AbortSignal): Promise<void> {
  let quietMs = 0;
  let isUp = true;
  let wasGone = false;
  connection.onHeard(() => {
    quietMs = 0;
    if (!isUp) {
      isUp = true;
      tell({ isUp, wasAway: true, wasGone });
      wasGone = false;
    }
  });
  const feel = async () => {
    const { isSuspected } = doubt;
    const wasUp = isUp;
    doubt.isSuspected = false;
    const failure = await ask(connection, stopped);
    wasGone ||= failure !== null && isNobodyThere(failure);
    // One that was asked while it was away says nothing about a server that is back meanwhile.
    if (failure !== null && isUp && wasUp) {
      isUp = false;
      tell({ isUp, reason: 'The API server does not answer.' });
    } else if (failure === null && isSuspected) {
      tell({ isUp: true, wasAway: false, wasGone: false });
    }
  };
  while (!stopped.aborted) {
    const stepMs = isUp ? STEP_MS : AWAY_STEP_MS * (0.5 + random());
    await clock.sleep(stepMs, stopped);
    quietMs += stepMs;
    if (isUp && (doubt.isSuspected || quietMs > QUIET_MS)) {
      quietMs = 0;
      await feel();
    } else if (!isUp) {
      // A question that got lost is not waited for: the next one may find it back.
      feel().catch((error: unknown) => {
        if (!stopped.aborted) {
          throw error;
        }
      });
    }
  }
}

/**
 * Asks for `/version`, which costs the server nothing and everyone may read. Any answer but one of a gateway in front
 * of it shows that it is there; the connection itself then says so. Gives what went wrong where there was none.
 */
async function ask(connection: Connection, signal: AbortSignal): Promise<ExternalError | null> {
  const opening = {
    operation: 'ask for a sign of life',
    purpose: 'read',
    signal,
    answerWithinMs: ANSWER_WITHIN_MS,
  } as const;
  try {
    await connection.readJson({ method: 'GET', path: '/version' }, opening);
    return null;
  } catch (error) {
    if (signal.aborted) {
      throw error;
    }
    return error instanceof ExternalError && (error.kind === 'unavailable' || error.kind === 'timeout') ? error : null;
  }
}
