import { createServer } from 'node:net';

export type HeldPort = { port: number; release(): Promise<void> };

/** Takes a port on loopback, so that it can be promised to somebody; 0 takes any. Null when somebody has it. */
export function holdPort(wanted: number): Promise<HeldPort | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : wanted;
      resolve({ port, release: () => new Promise((released) => server.close(() => released())) });
    });
  });
}

export async function isFree(port: number): Promise<boolean> {
  const held = await holdPort(port);
  await held?.release();
  return held !== null;
}
