import 'server-only';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { z } from 'zod';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Services } from '#lib/portal/context.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import type { View } from '#lib/views/_shared/view.ts';
import { errorResponse } from './error-response.ts';
import { requestIdOf, requireReader } from './request-context.ts';
import { timed } from './timed.ts';

type AnyView = View<z.ZodType, unknown>;

/** Answers `GET /api/views/<name>?params=<json>` for every view of the registry. */
export function createViewRoute(views: Readonly<Record<string, AnyView>>, services: () => Promise<Services>) {
  return async (request: Request, name: string): Promise<Response> => {
    const requestId = requestIdOf(request.headers);
    const resolved = await services();
    try {
      const context = await requireReader(resolved, request, requestId);
      resolved.limits.ofPerson('reads', context.actor.accountId);
      const view = Object.hasOwn(views, name) ? views[name] : undefined;
      if (view === undefined) {
        throw new PortalError('not-found', `There is no view "${name}".`);
      }
      const params = parseInput(view.params, readParams(new URL(request.url)));
      const result = await timed(
        resolved.metrics,
        'portolan_view_duration_seconds',
        (outcome) => ({ view: name, outcome }),
        () => view.read(context, params),
      );
      // Writing it down takes as long as reading it did: others have their turn in between.
      await letOthersRun();
      return Response.json(result, { headers: { 'cache-control': 'no-store', 'x-request-id': requestId } });
    } catch (error) {
      return errorResponse(error, requestId, resolved.log);
    }
  };
}

function readParams(url: URL): unknown {
  try {
    return JSON.parse(url.searchParams.get('params') ?? '{}');
  } catch (cause) {
    throw new PortalError('invalid-input', 'The view’s parameters are not valid JSON.', { cause });
  }
}
