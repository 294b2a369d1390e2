import type { IncomingMessage } from 'node:http';

/** A request without a body, as route handlers take it. Only its path and query are of the sender's making. */
export function toRequest(message: IncomingMessage, portalUrl: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) {
      headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    }
  }
  return new Request(`${portalUrl}${message.url ?? '/'}`, { headers });
}
