import 'server-only';
import { authorize } from '#lib/portal/authorize.ts';
import type { Services } from '#lib/portal/context.ts';
import { exportAudit } from '#lib/views/audit/export.ts';
import { errorResponse } from './error-response.ts';
import { requestIdOf, requireUser } from './request-context.ts';

/** `GET /api/audit`: the audit log as JSON Lines, a record each, with the hashes that chain them. */
export async function answerAudit(request: Request, services: Services): Promise<Response> {
  const requestId = requestIdOf(request.headers);
  try {
    const context = await requireUser(services, request, requestId);
    services.limits.ofPerson('reads', context.actor.accountId);
    const batches = await exportAudit(context);
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        try {
          // A slow reader may take hours: the session or the right may end meanwhile.
          await authorize(await requireUser(services, request, requestId), 'audit.view');
          const { value, done } = await batches.next();
          if (done) {
            controller.close();
          } else {
            controller.enqueue(encoder.encode(value.map((record) => `${JSON.stringify(record)}\n`).join('')));
          }
        } catch (error) {
          // The answer has begun: whoever reads it can only be shown that it is not whole.
          services.log.warn('the export of the audit log was broken off', { requestId, error });
          controller.error(error);
        }
      },
      async cancel() {
        await batches.return(undefined);
      },
    });
    const headers = {
      'content-type': 'application/jsonl; charset=utf-8',
      'content-disposition': 'attachment; filename="portolan-audit.jsonl"',
      'cache-control': 'no-store',
      'x-request-id': requestId,
    };
    return new Response(body, { headers });
  } catch (error) {
    return errorResponse(error, requestId, services.log);
  }
}
