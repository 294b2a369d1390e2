import type { Server } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '#lib/ports/clock.ts';

/** So long those who knocked before the narrowing are let in. */
const NARROWED_MS = 200;
/** When nobody knocked for so long, nobody is at the door. */
const SILENCE_MS = 100;

/**
 * Stops to listen without cutting off who knocks meanwhile. Node takes in one connection in a turn of its event loop, and
 * the kernel resets whoever waits in the queue when the door is closed. So the queue is first made as short as can be:
 * who finds it full hears nothing, and their kernel asks again after a second, when nobody listens any more or the next
 * process does. Then the door is closed in the moment in which the one who waited has come in, or when nobody comes. A
 * moment in which there is merely nothing to do is the worst: those who were answered last are on their way back.
 */
export async function closeDoor(server: Server, clock: Clock): Promise<void> {
  narrow(server);
  await clock.sleep(NARROWED_MS);
  // Before the server's own listener, which takes longer than a knock.
  const closed = new Promise<void>((resolve) => {
    server.prependOnceListener('connection', () => {
      server.close();
      resolve();
    });
  });
  await Promise.race([closed, silence(clock)]);
  if (server.listening) {
    server.close();
  }
}

/**
 * Node has no way to change how many may wait, but the call that began to listen may be made again, and Linux then takes
 * only the new number (`__inet_listen_sk`). A Node without this handle leaves the queue as it is.
 */
function narrow(server: Server): void {
  const { _handle: handle } = server as Server & { _handle?: { listen?: (backlog: number) => number } | null };
  handle?.listen?.(0);
}

/** Ends after the event loop has looked who is at the door once more. */
async function silence(clock: Clock): Promise<void> {
  await clock.sleep(SILENCE_MS);
  await setImmediate();
}
