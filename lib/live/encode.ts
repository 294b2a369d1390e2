import { formatPosition, type Position } from '#lib/domain/live/position.ts';
import { type Delta, LIVE_EVENTS, type Reset } from '#lib/domain/live/wire.ts';

/** How soon a browser on its own comes back after a cut; our client decides for itself. */
const RETRY_MS = 1000;

/** The first bytes of a stream. */
export const OPENING: Buffer = Buffer.from(`retry: ${RETRY_MS}\n\n`);

/**
 * One event of the HTML standard's event stream. JSON never holds a line end outside strings, and inside it is
 * escaped, so the data is always one line.
 */
function encodeEvent(position: Position, event: string, data: unknown): Buffer {
  return Buffer.from(`id: ${formatPosition(position)}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

export function encodeDelta(epoch: string, delta: Delta): Buffer {
  return encodeEvent({ epoch, version: delta.version }, LIVE_EVENTS.delta, delta);
}

export function encodeReset(epoch: string, reset: Reset): Buffer {
  return encodeEvent({ epoch, version: reset.version }, LIVE_EVENTS.reset, reset);
}

export function encodeBeat(position: Position): Buffer {
  return encodeEvent(position, LIVE_EVENTS.beat, 1);
}
