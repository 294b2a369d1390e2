import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

/** A wire to a server that can be cut: what comes in at its port goes on to the server, and back. */
export type Relay = {
  port: number;
  /** Resets every connection, and refuses new ones. */
  cut(): Promise<void>;
  /** Holds every byte back, on connections that stay open and on new ones. What was held is lost. */
  silence(): void;
  /** Carries again what comes from now on. */
  mend(): Promise<void>;
  close(): Promise<void>;
};

export async function startRelay(to: { host: string; port: number }): Promise<Relay> {
  const sockets = new Set<Socket>();
  let isSilent = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A cut wire is what this is for: the other end is told by the close.
    socket.on('error', () => undefined);
  };
  const server = createServer((near) => {
    const far = createConnection(to);
    keep(near);
    keep(far);
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      let wasSilent = isSilent;
      from.on('data', (bytes: Buffer) => {
        wasSilent ||= isSilent;
        // A connection that lost something makes no sense any more, so it stays silent for good.
        if (!wasSilent && !into.write(bytes)) {
          from.pause();
          into.once('drain', () => from.resume());
        }
      });
      from.on('close', () => into.destroy());
    }
  });
  const listen = (port: number) => new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const cut = () =>
    new Promise<void>((closed) => {
      server.close(() => closed());
      for (const socket of sockets) {
        socket.resetAndDestroy();
      }
    });
  return {
    port,
    cut,
    silence() {
      isSilent = true;
    },
    async mend() {
      isSilent = false;
      if (!server.listening) {
        await listen(port);
      }
    },
    async close() {
      if (server.listening) {
        await cut();
      }
    },
  };
}
