import { createViewRoute } from '#lib/http/view-route.ts';
import { getServices } from '#lib/runtime/portal.ts';
import { VIEWS } from '#lib/views/index.ts';

const answer = createViewRoute(VIEWS, getServices);

export async function GET(request: Request, { params }: { params: Promise<{ view: string }> }): Promise<Response> {
  return await answer(request, (await params).view);
}
