import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultRule, WatchFaultKind } from '../faults.ts';
import { resetConnection } from './reset-connection.ts';

/**
 * Does the fault to this exchange. `answered` means that nothing more may be sent.
 * @param statusBody what the server says with a status, in its own form of errors
 */
export async function applyFault(
  fault: FaultRule,
  request: IncomingMessage,
  response: ServerResponse,
  statusBody: (status: number, message?: string) => unknown = (status) => ({
    message: `${status} switched on in the sandbox`,
  }),
): Promise<'answered' | 'go on'> {
  switch (fault.kind) {
    case 'reset':
      resetConnection(request.socket);
      return 'answered';
    case 'hang':
      // Never answered: the connection stays open until the caller gives up.
      return 'answered';
    case 'delay':
      await sleep(fault.delayMs ?? 1000);
      return 'go on';
    case 'status':
      response.writeHead(fault.status ?? 503, {
        'content-type': 'application/json',
        ...(fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) }),
      });
      response.end(JSON.stringify(statusBody(fault.status ?? 503, fault.message)));
      return 'answered';
    case 'html':
      response.writeHead(fault.status ?? 502, { 'content-type': 'text/html' });
      response.end('<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>');
      return 'answered';
    case 'truncate':
      sendHalf(response, () => response.socket?.destroy());
      return 'go on';
    case 'stall':
      // The rest never comes: the connection stays open until the caller gives up.
      sendHalf(response, () => undefined);
      return 'go on';
    default:
      // Those are done by the watch itself.
      fault.kind satisfies WatchFaultKind;
      return 'go on';
  }
}

/** Lets half of the first body out, and then does what is left to do. */
function sendHalf(response: ServerResponse, afterwards: () => void): void {
  const end = response.end.bind(response);
  response.end = ((chunk?: unknown) => {
    const body = typeof chunk === 'string' || Buffer.isBuffer(chunk) ? Buffer.from(chunk) : Buffer.alloc(0);
    // A stream ends with no body of its own: nothing of it is left to be sent.
    if (body.length === 0) {
      afterwards();
    } else {
      response.write(body.subarray(0, Math.floor(body.length / 2)), afterwards);
    }
    return response;
  }) as typeof end;
}
