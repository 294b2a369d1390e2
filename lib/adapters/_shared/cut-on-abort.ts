import type { ClientRequest, IncomingMessage } from 'node:http';

/**
 * Cuts the connection of a request whenever `signal` is aborted, also while the answer is read; who waits hears the
 * signal's reason. Once there is an answer, the answer is destroyed and not the request, as Node's own `signal` would:
 * a request takes its listeners off the connection when its answer ends, and an error that is on its way there in this
 * moment finds nobody and ends the process.
 */
export function cutOnAbort(request: ClientRequest, signal: AbortSignal): void {
  let answer: IncomingMessage | null = null;
  const cut = () => (answer ?? request).destroy(asError(signal.reason));
  signal.addEventListener('abort', cut, { once: true });
  request.once('response', (message) => {
    answer = message;
  });
  request.once('close', () => signal.removeEventListener('abort', cut));
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('stopped');
}
