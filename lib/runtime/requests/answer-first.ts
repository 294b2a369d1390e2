import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/** Node tells here of each request of every HTTP server in the process, before the server's own listeners hear of it. */
const STARTED = 'http.server.request.start';

/**
 * Puts a listener before those that the servers of this process have, from their next request on. Next makes its server
 * before it starts the portal and has no place for a listener beside its own, so the server is met at its first request.
 * @param answer gives false for what it leaves to the others
 */
export function answerFirst(answer: (request: IncomingMessage, response: ServerResponse) => boolean): { stop(): void } {
  const met = new WeakSet<Server>();
  const onStart = (message: unknown) => {
    const { server } = message as { server: Server };
    if (!met.has(server)) {
      met.add(server);
      stepBefore(server, answer);
    }
  };
  subscribe(STARTED, onStart);
  return { stop: () => void unsubscribe(STARTED, onStart) };
}

function stepBefore(server: Server, answer: (request: IncomingMessage, response: ServerResponse) => boolean): void {
  const others = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (!answer(request, response)) {
      for (const other of others) {
        other.call(server, request, response);
      }
    }
  });
}
