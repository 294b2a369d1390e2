import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The TCP sockets below, by the two ports of their connection: a TLS socket does not tell which one it stands on. */
const tcpSockets = new Map<string, Socket>();

const keyOf = ({ localPort, remotePort }: Socket) => `${localPort}:${remotePort}`;

/** Keeps the server's connections at hand for `resetConnection`. */
export function trackConnections(server: Server): void {
  server.on('connection', (socket: Socket) => {
    const key = keyOf(socket);
    tcpSockets.set(key, socket);
    socket.once('close', () => tcpSockets.delete(key));
  });
}

/** Ends a connection with a TCP reset (RST), whether TLS runs over it or not: Node can reset plain sockets only. */
export function resetConnection(socket: Socket | null): void {
  if (socket !== null && !socket.destroyed) {
    tcpSockets.get(keyOf(socket))?.resetAndDestroy();
    socket.destroy();
  }
}
