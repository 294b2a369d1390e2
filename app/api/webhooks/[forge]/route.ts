import { answerWebhook } from '#lib/http/webhook-route.ts';
import { getPortal } from '#lib/runtime/portal.ts';

export async function POST(request: Request, { params }: { params: Promise<{ forge: string }> }): Promise<Response> {
  return await answerWebhook(request, (await params).forge, await getPortal());
}
