import type { IncomingMessage } from 'node:http';

/** Written by the portal itself onto every request, whatever the request brought. */
const PEER_HEADER = 'x-portolan-peer';

/**
 * Notes on a request where its connection comes from. Next hands requests on without their connection, and fills
 * `X-Forwarded-For` with what the client wrote.
 */
export function notePeer(request: IncomingMessage): void {
  request.headers[PEER_HEADER] = request.socket.remoteAddress ?? '';
}

export function peerOf(headers: Headers): string {
  return headers.get(PEER_HEADER) ?? '';
}
