import { callbackRoute } from '#lib/http/sign-in-routes.ts';
import { getServices } from '#lib/runtime/portal.ts';

export async function GET(request: Request): Promise<Response> {
  return await callbackRoute(request, await getServices());
}
