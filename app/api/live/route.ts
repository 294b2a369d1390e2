import { answerLive } from '#lib/http/live-route.ts';
import { getPortal } from '#lib/runtime/portal.ts';

export async function GET(request: Request): Promise<Response> {
  return await answerLive(request, await getPortal());
}
