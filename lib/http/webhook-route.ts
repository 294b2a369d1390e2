import 'server-only';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Portal } from '#lib/runtime/portal.ts';
import { errorResponse } from './error-response.ts';
import { requestIdOf } from './request-context.ts';
import { isGenuineBody } from './webhook-body.ts';

/** For the page of connections: most often the secret was changed in one of the two places. */
const REFUSED = {
  operation: 'webhook',
  kind: 'auth',
  message: 'one came that does not prove to be from the forge, as with another secret than is configured',
} as const;

/** Says no more than that: who knocks need not know which forges there are. */
function unknownWebhook(): PortalError {
  return new PortalError('not-permitted', 'This webhook is not known here.');
}

/**
 * `POST /api/webhooks/<forge>`: the forge says that something happened. Only that it did is believed: nothing of the body
 * is parsed, the portal looks for itself. Nothing is done for who cannot prove to be the forge, or for what was heard before.
 */
export async function answerWebhook(
  request: Request,
  forgeId: string,
  { webhooks, heardDeliveries, services, driver }: Portal,
): Promise<Response> {
  const requestId = requestIdOf(request.headers);
  const connection = `webhooks/${forgeId}`;
  try {
    services.limits.ofAddress('webhooks', request.headers);
    const now = services.clock.now();
    const verifier = webhooks.get(forgeId);
    if (verifier === undefined) {
      throw unknownWebhook();
    }
    const count = (outcome: string) => services.metrics.count('portolan_webhooks_total', { forge: forgeId, outcome });
    const check = verifier.begin(request.headers, now);
    if (check === null || (check.body !== null && !(await isGenuineBody(request, check.body, services.clock)))) {
      count('refused');
      services.operations.log.failed(connection, new ExternalError({ ...REFUSED, provider: forgeId }));
      throw unknownWebhook();
    }
    if (check.id !== null && !heardDeliveries.isNew(`${forgeId} ${check.id}`, now)) {
      count('repeated');
      throw new PortalError('conflict', 'This delivery was heard already. Nothing was done.');
    }
    count('heard');
    services.operations.log.heard(connection);
    if (check.body === null) {
      await request.body?.cancel();
    }
    services.snapshots.invalidate();
    driver.nudge();
    return Response.json({ status: 'heard' }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    const response = errorResponse(error, requestId, services.log);
    // What is still to come of a refused delivery is not waited for.
    response.headers.set('connection', 'close');
    return response;
  }
}
