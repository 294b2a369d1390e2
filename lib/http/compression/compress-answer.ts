import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { type Coding, codingFor } from './coding.ts';
import { createPacker, flushPacker } from './packer.ts';

/** Below this, compressing takes longer than sending. */
export const WORTH_COMPRESSING_BYTES = 1024;

const TEXT = /^(?:text\/(?!event-stream)|application\/(?:json|javascript|manifest\+json|xml)|image\/svg\+xml)/;
const WITHOUT_BODY = [204, 205, 304];

type Packer = ReturnType<typeof createPacker>;
/** Next calls this where it is there, after each piece that a reader could do something with. */
type Flushing = { flush?: () => void };

/**
 * Answers nothing itself: has whatever is written to a response go out compressed, as its reader takes it. Next would do it with gzip only, and
 * ends what is packed so far with each piece of a page; pages are a fifth larger that way.
 */
export function compressAnswer(request: IncomingMessage, response: ServerResponse & Flushing): false {
  const coding = request.method === 'HEAD' ? null : codingFor(request.headers);
  if (coding === null) {
    return false;
  }
  const { writeHead, write, end, flushHeaders } = response;
  /** Undefined until the head says whether this is worth it; null where it is not. */
  let packer: Packer | null | undefined;
  let isEnded = false;

  const decide = (bytes?: number): Packer | null => {
    if (packer === undefined) {
      packer = isWorthIt(response, bytes) ? createPacker(coding) : null;
      if (packer !== null) {
        announce(response, coding);
        connect(packer, response, {
          write: (bytes) => (write as (bytes: Buffer) => boolean).call(response, bytes),
          end: () => void (end as () => ServerResponse).call(response),
        });
      }
    }
    return packer;
  };

  response.writeHead = ((status: number, ...rest: unknown[]) => {
    const headers = rest.at(-1);
    if (Array.isArray(headers)) {
      // Written as they are, past everything that could be asked about them.
      packer ??= null;
    } else if (typeof headers === 'object' && headers !== null) {
      rest.pop();
      setHeaders(response, headers as OutgoingHttpHeaders);
    }
    response.statusCode = status;
    decide();
    return writeHead.apply(response, [status, ...rest] as unknown as Parameters<typeof writeHead>);
  }) as typeof writeHead;

  response.flushHeaders = () => {
    decide();
    flushHeaders.call(response);
  };

  response.write = ((...piece: Parameters<typeof write>) => {
    const to = decide();
    return to === null ? write.apply(response, piece) : (to.write as typeof write).apply(to, piece);
  }) as typeof write;

  response.end = ((...last: unknown[]) => {
    const [body] = last;
    const to = decide(typeof body === 'string' || body instanceof Uint8Array ? Buffer.byteLength(body) : 0);
    if (to === null) {
      return end.apply(response, last as Parameters<typeof end>);
    }
    if (!isEnded) {
      isEnded = true;
      const told = last.find((argument) => typeof argument === 'function') as (() => void) | undefined;
      if (told !== undefined) {
        response.once('finish', told);
      }
      (to.end as (...rest: unknown[]) => void).apply(
        to,
        last.filter((argument) => argument !== told),
      );
    }
    return response;
  }) as typeof end;

  let isFlushing = false;
  response.flush = () => {
    if (isFlushing || !packer || isEnded) {
      return;
    }
    isFlushing = true;
    // Pieces that come in the same turn go out as one.
    setImmediate(() => {
      isFlushing = false;
      if (!isEnded && packer?.destroyed === false) {
        flushPacker(packer);
      }
    });
  };
  return false;
}

function setHeaders(response: ServerResponse, headers: OutgoingHttpHeaders): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) {
      response.setHeader(name, value);
    }
  }
}

/** @param bytes how long the answer is, where it is there all at once */
function isWorthIt(response: ServerResponse, bytes?: number): boolean {
  const length = Number(response.getHeader('content-length') ?? bytes ?? Number.POSITIVE_INFINITY);
  return (
    !response.headersSent &&
    !WITHOUT_BODY.includes(response.statusCode) &&
    length >= WORTH_COMPRESSING_BYTES &&
    !response.hasHeader('content-encoding') &&
    !response.hasHeader('content-range') &&
    TEXT.test(String(response.getHeader('content-type') ?? '')) &&
    !String(response.getHeader('cache-control') ?? '').includes('no-transform')
  );
}

function announce(response: ServerResponse, coding: Coding): void {
  response.removeHeader('content-length');
  response.setHeader('content-encoding', coding);
  response.appendHeader('vary', 'accept-encoding');
  const tag = response.getHeader('etag');
  if (typeof tag === 'string' && !tag.startsWith('W/')) {
    // The same content in other bytes.
    response.setHeader('etag', `W/${tag}`);
  }
}

type Raw = { write(bytes: Buffer): boolean; end(): void };

/** Nothing more is packed than the reader takes, and nothing at all for one who went away. */
function connect(packer: Packer, response: ServerResponse, raw: Raw): void {
  packer.on('data', (bytes: Buffer) => {
    if (!raw.write(bytes)) {
      packer.pause();
    }
  });
  packer.on('end', raw.end);
  packer.on('error', (error) => response.destroy(error));
  packer.on('drain', () => response.emit('drain'));
  response.on('drain', () => {
    // It is told as well when only what is to be packed has room again.
    if (!response.writableNeedDrain) {
      packer.resume();
    }
  });
  response.once('close', () => packer.destroy());
}
