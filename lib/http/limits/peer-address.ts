import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** Written by the portal itself onto every request, whatever the request brought. */
const PEER_HEADER = 'x-portolan-peer';

/**
 * Notes on each request where its connection comes from. Next hands requests on without their connection, and fills
 * `X-Forwarded-For` with what the client wrote; Node's own server says it before Next sees the request.
 */
export function notePeers(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? '';
  });
}

export function peerOf(headers: Headers): string {
  return headers.get(PEER_HEADER) ?? '';
}
