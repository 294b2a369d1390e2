import { answerAudit } from '#lib/http/audit-route.ts';
import { getServices } from '#lib/runtime/portal.ts';

export async function GET(request: Request): Promise<Response> {
  return await answerAudit(request, await getServices());
}
