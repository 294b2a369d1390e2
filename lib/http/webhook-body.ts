import type { Clock } from '#lib/ports/clock.ts';
import type { WebhookCheck } from '#lib/ports/webhook.ts';

/** What forges themselves hold to be the largest delivery. */
export const MAX_BODY_BYTES = 26_214_400;
/** Longer than a forge waits for the whole answer. */
export const WITHIN_MS = 10_000;

type BodyCheck = NonNullable<WebhookCheck['body']>;

/** Of a body that did not come whole nothing can be said: neither that it is from the forge nor that it is not. */
export type BodyVerdict = 'genuine' | 'forged' | 'too-large' | 'too-slow' | 'cut-off';

/** Whether a delivery's body is what was signed. It is judged piece by piece as it comes, and nothing of it is kept. */
export async function judgeBody(request: Request, check: BodyCheck, clock: Pick<Clock, 'sleep'>): Promise<BodyVerdict> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) {
    return 'too-large';
  }
  const reader = request.body?.getReader();
  if (reader === undefined) {
    return verdictOf(check);
  }
  const read = new AbortController();
  let isLate = false;
  const late = clock.sleep(WITHIN_MS, read.signal).then(() => {
    isLate = true;
    return reader.cancel();
  });
  // Cut short when the body is there in time.
  late.catch(() => undefined);
  const end = await feed(reader, check);
  read.abort();
  if (isLate) {
    return 'too-slow';
  }
  return end === 'whole' ? verdictOf(check) : end;
}

function verdictOf(check: BodyCheck): BodyVerdict {
  return check.isGenuine() ? 'genuine' : 'forged';
}

async function feed(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  check: BodyCheck,
): Promise<'whole' | 'too-large' | 'cut-off'> {
  let size = 0;
  for (;;) {
    // Nothing but the end of the connection makes this fail.
    const piece = await reader.read().catch(() => null);
    if (piece === null) {
      return 'cut-off';
    }
    if (piece.done) {
      return 'whole';
    }
    size += piece.value.byteLength;
    if (size > MAX_BODY_BYTES) {
      await reader.cancel();
      return 'too-large';
    }
    check.update(piece.value);
  }
}
