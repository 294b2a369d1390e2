import { once } from 'node:events';
import type { Server } from 'node:http';
import { Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export type Listening<Listener extends Server = Server> = {
  server: Listener;
  port: number;
  url: string;
  /** Ends it with all its connections. */
  close(): void;
};

/** Lets a server of a test's own listen on loopback, at a port that was free. */
export async function listen<Listener extends Server>(server: Listener): Promise<Listening<Listener>> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    server,
    port,
    url: `${server instanceof TlsServer ? 'https' : 'http'}://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
