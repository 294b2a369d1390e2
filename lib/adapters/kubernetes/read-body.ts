import type { IncomingMessage } from 'node:http';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { type Asked, errorFromNetwork, invalidError } from './answer-error.ts';
import { startSilenceGuard } from './silence.ts';

export type BodyReading = {
  asked: Asked;
  clock: Clock;
  /** The longest pause between two pieces. */
  quietMs: number;
  signal: AbortSignal;
  /** Told of every piece. */
  heard?: () => void;
};

/** A connection that worked has said nothing for too long. */
export class SilenceError extends ExternalError {}

/**
 * The pieces of a body as they come. A pause longer than `quietMs` ends in a SilenceError, a cut
 * connection in an ExternalError of kind `unavailable`. Leaving the loop early closes the connection.
 */
export async function* piecesOf(answer: IncomingMessage, reading: BodyReading): AsyncGenerator<Buffer> {
  const { asked, signal } = reading;
  const guard = startSilenceGuard(reading.clock, reading.quietMs, () => {
    const message = `nothing came for ${reading.quietMs / 1000} s`;
    answer.destroy(new SilenceError({ ...asked, kind: 'timeout', message }));
  });
  try {
    for await (const piece of answer as AsyncIterable<Buffer>) {
      guard.heard();
      reading.heard?.();
      yield piece;
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : errorFromNetwork(asked, error);
  } finally {
    guard.stop();
  }
}

/** The whole body as text. Throws an ExternalError when it is longer than `limitBytes`. */
export async function readText(answer: IncomingMessage, reading: BodyReading, limitBytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of piecesOf(answer, reading)) {
    bytes += piece.length;
    if (bytes > limitBytes) {
      throw invalidError(reading.asked, `its answer is larger than ${limitBytes} bytes`);
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
