import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** A listener that nobody has any business with: whoever connects was led there. */
export type Canary = { port: number; url: string; connections(): number; close(): void };

export async function startCanary(): Promise<Canary> {
  let connections = 0;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    connections += 1;
    open.add(socket);
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    connections: () => connections,
    close() {
      for (const socket of open) {
        socket.destroy();
      }
      server.close();
    },
  };
}
