import { linkedRoute } from '#lib/http/link-routes.ts';
import { getServices } from '#lib/runtime/portal.ts';

export async function GET(request: Request, { params }: { params: Promise<{ forge: string }> }): Promise<Response> {
  return await linkedRoute(request, await getServices(), (await params).forge);
}
