import 'server-only';
import { createHash, timingSafeEqual } from 'node:crypto';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Portal } from '#lib/runtime/portal.ts';
import { errorResponse } from './error-response.ts';
import { requestIdOf } from './request-context.ts';

/**
 * `POST /api/webhooks/<forge>`: the forge says that something happened. Only that it did is believed: the body is never
 * read, the portal looks for itself. Nothing is done without the right secret.
 */
export async function answerWebhook(
  request: Request,
  forgeId: string,
  { config, services, driver }: Portal,
): Promise<Response> {
  const requestId = requestIdOf(request.headers);
  try {
    const secret = config.forges.find(({ id }) => id === forgeId)?.webhookSecret;
    if (secret === undefined || !isSame(request.headers.get('x-gitlab-token') ?? '', secret)) {
      throw new PortalError('not-permitted', 'This webhook is not known here.');
    }
    await request.body?.cancel();
    services.snapshots.invalidate();
    driver.nudge();
    return Response.json({ status: 'heard' }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return errorResponse(error, requestId, services.log);
  }
}

/** Compared as hashes, so that neither content nor length shows in the time it takes. */
function isSame(given: string, secret: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(secret));
}
