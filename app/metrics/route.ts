import { answerMetrics } from '#lib/http/metrics-route.ts';
import { getPortal } from '#lib/runtime/portal.ts';

export async function GET(request: Request): Promise<Response> {
  return await answerMetrics(request, await getPortal());
}
