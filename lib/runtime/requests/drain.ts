import type { Clock } from '#lib/ports/clock.ts';
import { closeDoor } from './close-door.ts';
import type { FrontDoor } from './front-door.ts';

/** So long everybody is still answered, and asked to come back over another connection. */
const NOTICE_MS = 1_000;
/** So long those who came in last may take to ask. */
const LAST_WORDS_MS = 500;
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
      await Promise.all(
        [...door.servers].map((server) => {
          // It would cut off whoever has come in and not said yet what they want.
          server.closeIdleConnections = () => undefined;
          return closeDoor(server, clock);
        }),
      );
      await clock.sleep(LAST_WORDS_MS);
      closeStreams();
      for (let waitedMs = 0; inFlight() > 0 && waitedMs < PATIENCE_MS; waitedMs += LOOK_MS) {
        await clock.sleep(LOOK_MS);
      }
    },
  };
}
