import { answerJob } from '#lib/http/api/generate-route.ts';
import { getServices } from '#lib/runtime/portal.ts';

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return await answerJob(request, (await params).id, await getServices());
}
