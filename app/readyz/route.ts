import { answerReadiness } from '#lib/http/readiness.ts';
import { getPortal } from '#lib/runtime/portal.ts';

export async function GET(): Promise<Response> {
  const { services, isStopping } = await getPortal();
  return await answerReadiness(services, isStopping);
}
