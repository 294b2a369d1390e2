import { answerReadiness } from '#lib/http/readiness.ts';
import { getServices } from '#lib/runtime/portal.ts';

export async function GET(): Promise<Response> {
  return await answerReadiness(await getServices());
}
