import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

export type HeldPort = { port: number; release(): Promise<void> };

/** Takes a port, so that it can be promised to somebody; 0 takes any. Null when it cannot be had. */
export function holdPort(wanted: number, host = LOOPBACK): Promise<HeldPort | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(wanted, host, () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : wanted;
      resolve({ port, release: () => new Promise((released) => server.close(() => released())) });
    });
  });
}

/** A port that nobody has now. */
export async function freePort(): Promise<number> {
  const held = await holdPort(0);
  if (held === null) {
    throw new Error('This machine has no free port.');
  }
  await held.release();
  return held.port;
}

export async function isFree(port: number, host = LOOPBACK): Promise<boolean> {
  const held = await holdPort(port, host);
  await held?.release();
  return held !== null;
}
