import { subscribe } from 'node:diagnostics_channel';
import type { Server as HttpServer } from 'node:http';
import type { Server, Socket } from 'node:net';
import { gateRequests } from './request-gate.ts';

/** Node's own are a minute and five; nobody needs so long for what the portal takes, and each waiting request costs. */
const HEADERS_MS = 15_000;
const REQUEST_MS = 60_000;

const isConnection = (message: unknown): message is { socket: Socket & { server?: Server } } =>
  typeof message === 'object' && message !== null && 'socket' in message;
const isHttp = (server: Server): server is HttpServer => 'headersTimeout' in server;

/**
 * Lets no request of this process trickle in for longer than a minute, which Node answers with 408, and what is refused
 * at once no further than the gate. Next makes its server itself and hands out no way to it, so it is found by its first
 * connection.
 */
export function limitServers(): void {
  const known = new WeakSet<Server>();
  subscribe('net.server.socket', (message) => {
    const server = isConnection(message) ? message.socket.server : undefined;
    if (server !== undefined && isHttp(server) && !known.has(server)) {
      known.add(server);
      server.headersTimeout = HEADERS_MS;
      server.requestTimeout = REQUEST_MS;
      gateRequests(server);
    }
  });
}
