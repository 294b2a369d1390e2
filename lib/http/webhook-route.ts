import 'server-only';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { WebhookCheck } from '#lib/ports/webhook.ts';
import type { Portal } from '#lib/runtime/portal.ts';
import { errorResponse } from './error-response.ts';
import { requestIdOf } from './request-context.ts';
import { type BodyVerdict, judgeBody, MAX_BODY_BYTES, WITHIN_MS } from './webhook-body.ts';

/** For the page of connections: most often the secret was changed in one of the two places. */
const REFUSED = {
  operation: 'webhook',
  kind: 'auth',
  message: 'one came that does not prove to be from the forge, as with another secret than is configured',
} as const;

/** What is answered to a delivery whose body did not come whole: who sends it need not have proved anything yet. */
const NOT_WHOLE = {
  'too-large': { code: 'invalid-input', words: `This delivery is larger than ${MAX_BODY_BYTES / 1024 / 1024} MiB.` },
  'too-slow': {
    code: 'incomplete',
    words: `This delivery did not come to its end within ${WITHIN_MS / 1000} s. Nothing was done.`,
  },
  'cut-off': { code: 'incomplete', words: 'This delivery was cut off before its end. Nothing was done.' },
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
  { webhooks, heardDeliveries, services, heardOfForge }: Portal,
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
    const verdict = await judge(check, request, services.clock);
    if (check === null || verdict === 'forged') {
      count('refused');
      services.operations.log.failed(connection, new ExternalError({ ...REFUSED, provider: forgeId }));
      throw unknownWebhook();
    }
    if (verdict !== 'genuine') {
      count(verdict);
      const { code, words } = NOT_WHOLE[verdict];
      throw new PortalError(code, words);
    }
    if (check.id !== null && !heardDeliveries.isNew(`${forgeId} ${check.id}`, now)) {
      // No refusal: forges send again what they heard no answer to, and switch a webhook off that fails too often.
      count('repeated');
      return answer('repeated');
    }
    count('heard');
    services.operations.log.heard(connection);
    if (check.body === null) {
      // Nothing is left of one whose sender is gone.
      await request.body?.cancel().catch(() => undefined);
    }
    for (const { ref, snapshots } of services.watched) {
      if (ref.forgeId === forgeId) {
        snapshots.invalidate();
      }
    }
    heardOfForge();
    return answer('heard');
  } catch (error) {
    const response = errorResponse(error, requestId, services.log);
    // What is still to come of a refused delivery is not waited for.
    response.headers.set('connection', 'close');
    return response;
  }
}

async function judge(check: WebhookCheck | null, request: Request, clock: Pick<Clock, 'sleep'>): Promise<BodyVerdict> {
  if (check === null) {
    return 'forged';
  }
  return check.body === null ? 'genuine' : await judgeBody(request, check.body, clock);
}

function answer(status: 'heard' | 'repeated'): Response {
  return Response.json({ status }, { headers: { 'cache-control': 'no-store' } });
}
