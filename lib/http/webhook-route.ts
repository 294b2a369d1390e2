import 'server-only';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Portal } from '#lib/runtime/portal.ts';
import { errorResponse } from './error-response.ts';
import { requestIdOf } from './request-context.ts';
import { isSameSecret } from './same-secret.ts';

/** For the page of connections: most often the secret was changed in one of the two places. */
const REFUSED = {
  operation: 'webhook',
  kind: 'auth',
  message: 'one came with another secret than is configured',
} as const;

/** Says no more than that: who knocks need not know which forges there are. */
function unknownWebhook(): PortalError {
  return new PortalError('not-permitted', 'This webhook is not known here.');
}

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
  const connection = `webhooks/${forgeId}`;
  try {
    const secret = config.forges.find(({ id }) => id === forgeId)?.webhookSecret;
    if (secret === undefined) {
      throw unknownWebhook();
    }
    if (!isSameSecret(request.headers.get('x-gitlab-token') ?? '', secret)) {
      services.metrics.count('portolan_webhooks_total', { forge: forgeId, outcome: 'refused' });
      services.operations.log.failed(connection, new ExternalError({ ...REFUSED, provider: forgeId }));
      throw unknownWebhook();
    }
    services.metrics.count('portolan_webhooks_total', { forge: forgeId, outcome: 'heard' });
    services.operations.log.heard(connection);
    await request.body?.cancel();
    services.snapshots.invalidate();
    driver.nudge();
    return Response.json({ status: 'heard' }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return errorResponse(error, requestId, services.log);
  }
}
