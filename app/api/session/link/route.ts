import { linkRoute } from '#lib/http/link-routes.ts';
import { getServices } from '#lib/runtime/portal.ts';

export async function POST(request: Request): Promise<Response> {
  return await linkRoute(request, await getServices());
}
