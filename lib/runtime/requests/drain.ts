import { setImmediate } from 'node:timers/promises';
import type { Clock } from '#lib/ports/clock.ts';
import type { FrontDoor } from './front-door.ts';

/** So long everybody is still answered, and asked to come back over another connection. */
const NOTICE_MS = 1_000;
/** So long a quiet moment is waited for to close the door in. */
const CLOSING_MS = 500;
const QUIET_MS = 0.1;
/** So long those who came in last may take to ask. */
const LAST_WORDS_MS = 200;
/** So long what is under way may take after that. */
const PATIENCE_MS = 3_000;
const LOOK_MS = 20;

export type Drain = {
  /**
   * Lets the servers come to their end without cutting anybody off: everybody is answered for a moment longer and their
   * connections are given up one by one with an answer, then the door is closed, then what is under way ends.
   */
  run(closeStreams: () => void): Promise<void>;
};

/** @param inFlight how many requests wait for the end of their answer */
export function createDrain(door: FrontDoor, clock: Clock, inFlight: () => number): Drain {
  let isLeaving = false;
  door.hear((_, response) => {
    if (isLeaving) {
      // A connection that is closed between two requests cuts off the one that is on its way.
      response.setHeader('connection', 'close');
    }
  });
  return {
    async run(closeStreams) {
      isLeaving = true;
      await clock.sleep(NOTICE_MS);
      await waitForQuiet();
      for (const server of door.servers) {
        // It would cut off whoever has come in and not said yet what they want.
        server.closeIdleConnections = () => undefined;
        server.close();
      }
      await clock.sleep(LAST_WORDS_MS);
      closeStreams();
      for (let waitedMs = 0; inFlight() > 0 && waitedMs < PATIENCE_MS; waitedMs += LOOK_MS) {
        await clock.sleep(LOOK_MS);
      }
    },
  };
}

/**
 * Waits for a turn of the event loop with nothing to do but to see who is at the door. The kernel resets whoever knocks
 * between that look and the closing, so the two must be close together.
 */
async function waitForQuiet(): Promise<void> {
  const since = performance.now();
  for (let before = since, now = since; now - since < CLOSING_MS; before = now) {
    await setImmediate();
    now = performance.now();
    if (now - before < QUIET_MS && before !== since) {
      return;
    }
  }
}
