import { endRoute } from '#lib/http/sign-in-routes.ts';
import { getServices } from '#lib/runtime/portal.ts';

export async function POST(request: Request): Promise<Response> {
  return await endRoute(request, await getServices());
}
