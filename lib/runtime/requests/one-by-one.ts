import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** No browser and no proxy asks again over a connection before it has its answer; who does may wait with so many. */
const MOST_WAITING = 16;

type Line = { isBusy: boolean; waiting: (() => void)[] };

/** Has a request taken up in its turn. */
export type Turns = (request: IncomingMessage, response: ServerResponse, take: () => void) => void;

/**
 * Requests of one connection are taken up one after the other, each when the one before has its answer. Node gives out
 * everything that came in one piece at once, and only sends the answers in order: a thousand small requests in a packet
 * held up everybody for half a second. A connection with more of them than can be meant honestly is ended.
 */
export function createTurns(): Turns {
  const lines = new WeakMap<Socket, Line>();
  const take = (line: Line, socket: Socket, response: ServerResponse, begin: () => void) => {
    line.isBusy = true;
    response.once('close', () => {
      line.isBusy = false;
      // Others come first, who have asked only once. Nobody waits any more behind a connection that is gone.
      setImmediate(() => (socket.destroyed ? undefined : line.waiting.shift()?.()));
    });
    begin();
  };
  return ({ socket }, response, begin) => {
    const line = lines.get(socket) ?? { isBusy: false, waiting: [] };
    lines.set(socket, line);
    if (socket.destroyed || line.waiting.length >= MOST_WAITING) {
      line.waiting.length = 0;
      socket.destroy();
    } else if (line.isBusy || line.waiting.length > 0) {
      line.waiting.push(() => take(line, socket, response, begin));
    } else {
      take(line, socket, response, begin);
    }
  };
}
