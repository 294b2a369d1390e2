import { answerUnknown } from '#lib/http/unknown-route.ts';
import { getServices } from '#lib/runtime/portal.ts';

async function answer(request: Request): Promise<Response> {
  return answerUnknown(request, await getServices());
}

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
