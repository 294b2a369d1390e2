import { createCommandRoute } from '#lib/http/command-route.ts';
import { getServices } from '#lib/runtime/portal.ts';
import { COMMANDS } from '#lib/usecases/index.ts';

const answer = createCommandRoute(COMMANDS, getServices);

export async function POST(request: Request, { params }: { params: Promise<{ command: string }> }): Promise<Response> {
  return await answer(request, (await params).command);
}
