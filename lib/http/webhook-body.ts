import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { WebhookCheck } from '#lib/ports/webhook.ts';

/** What forges themselves hold to be the largest delivery. */
const MAX_BODY_BYTES = 26_214_400;
const WITHIN_MS = 10_000;

/** Whether a delivery's body is what was signed. It is judged piece by piece as it comes, and nothing of it is kept. */
export async function isGenuineBody(
  request: Request,
  check: NonNullable<WebhookCheck['body']>,
  clock: Pick<Clock, 'sleep'>,
): Promise<boolean> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) {
    throw tooLarge();
  }
  const reader = request.body?.getReader();
  const read = new AbortController();
  const late = clock.sleep(WITHIN_MS, read.signal).then(() => reader?.cancel());
  // Cut short when the body is there in time.
  late.catch(() => undefined);
  let size = 0;
  try {
    for (let piece = await reader?.read(); piece?.value !== undefined; piece = await reader?.read()) {
      size += piece.value.byteLength;
      if (size > MAX_BODY_BYTES) {
        throw tooLarge();
      }
      check.update(piece.value);
    }
    return check.isGenuine();
  } finally {
    read.abort();
    await reader?.cancel();
  }
}

function tooLarge(): PortalError {
  return new PortalError('invalid-input', `This delivery is larger than ${MAX_BODY_BYTES / 1024 / 1024} MiB.`);
}
