import { answerGenerate } from '#lib/http/api/generate-route.ts';
import { getServices } from '#lib/runtime/portal.ts';

export async function POST(request: Request): Promise<Response> {
  return await answerGenerate(request, await getServices());
}
