import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';
import { exchange } from './exchange.ts';
import { createLineReader, LineTooLongError } from './line-reader.ts';
import { headersOf, type OutboundRequest, type OutboundResponse, readLimited, toOutboundError } from './outbound.ts';

/** Of an answer that is not what was asked for. */
const MAX_REFUSAL_BYTES = 1024 * 1024;
const LONGEST_LINE_BYTES = 4 * 1024 * 1024;

export type LinesRequest = Omit<OutboundRequest, 'timeoutMs'> & {
  /** The longest time without a word: before the first, which may have to wait for something to be loaded, and between two. */
  firstWithinMs: number;
  quietMs: number;
};

/**
 * Asks for an answer that is written while it is read, and hands over its lines as they come. Gives what was answered in
 * place of it where the status is not 200. Same limits of reach as {@link send}; the time is limited between two pieces.
 */
export async function sendForLines(
  request: LinesRequest,
  take: (line: string) => void,
): Promise<OutboundResponse | null> {
  const { url, method, headers = {}, body, firstWithinMs, quietMs } = request;
  const fail = (kind: ExternalErrorKind, message: string, cause?: unknown) =>
    new ExternalError({ provider: request.provider, operation: request.operation, kind, message, cause });
  const silence = new AbortController();
  let limitMs = firstWithinMs;
  let timer = setTimeout(() => silence.abort(), limitMs);
  const heard = () => {
    limitMs = quietMs;
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), limitMs);
  };
  const signal = request.signal === undefined ? silence.signal : AbortSignal.any([request.signal, silence.signal]);
  try {
    const answer = await exchange({ url, method, headers, signal, ...(body === undefined ? {} : { body }) });
    if (answer.statusCode !== 200) {
      const text = await readLimited(answer, fail, request.maxBodyBytes ?? MAX_REFUSAL_BYTES);
      return { status: answer.statusCode ?? 0, headers: headersOf(answer), body: text };
    }
    const lines = createLineReader(LONGEST_LINE_BYTES);
    // Leaving the loop early destroys the connection, which is how the other side learns that nobody listens.
    for await (const piece of answer as AsyncIterable<Buffer>) {
      heard();
      for (const line of lines.push(piece)) {
        take(line.toString('utf8'));
      }
    }
    return null;
  } catch (cause) {
    request.signal?.throwIfAborted();
    if (cause instanceof LineTooLongError) {
      throw fail('invalid-response', cause.message);
    }
    throw silence.signal.aborted
      ? fail('timeout', `nothing came for ${limitMs / 1000} s`)
      : toOutboundError(cause, fail);
  } finally {
    clearTimeout(timer);
  }
}
