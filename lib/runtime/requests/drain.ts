import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Server, ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '#lib/ports/clock.ts';

/** Node tells here of each request of every HTTP server in the process, before the server sees it. */
const STARTED = 'http.server.request.start';
/** So long everybody is still answered, and asked to come back over another connection. */
const NOTICE_MS = 1_000;
/** So long those who came in last may take to ask. */
const LAST_WORDS_MS = 200;
/** So long what is under way may take after that. */
const PATIENCE_MS = 3_000;
const LOOK_MS = 20;

export type Drain = {
  /**
   * Lets the server come to its end without cutting anybody off: everybody is answered for a moment longer and their
   * connections are given up one by one with an answer, then the door is closed, then what is under way ends.
   */
  run(closeStreams: () => void): Promise<void>;
  stop(): void;
};

/** @param inFlight how many requests wait for the end of their answer */
export function createDrain(clock: Clock, inFlight: () => number): Drain {
  const servers = new Set<Server>();
  let isLeaving = false;
  const onStart = (message: unknown) => {
    const { server, response } = message as { server: Server; response: ServerResponse };
    servers.add(server);
    if (isLeaving) {
      // A connection that is closed between two requests cuts off the one that is on its way.
      response.setHeader('connection', 'close');
    }
  };
  subscribe(STARTED, onStart);
  return {
    async run(closeStreams) {
      isLeaving = true;
      await clock.sleep(NOTICE_MS);
      // Right after Node has taken in everybody who had come to the door.
      await setImmediate();
      for (const server of servers) {
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
    stop: () => void unsubscribe(STARTED, onStart),
  };
}
