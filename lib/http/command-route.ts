import 'server-only';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Services, UserContext } from '#lib/portal/context.ts';
import { errorResponse } from './error-response.ts';
import { assertOwnOrigin, readJsonBody } from './guard-write.ts';
import { requestIdOf, requireUser } from './request-context.ts';
import { timed } from './timed.ts';

/** A use case that a signed-in person starts with a JSON body. */
export type Command = (context: UserContext, input: unknown) => Promise<unknown>;

/** Answers `POST /api/commands/<name>` for every command of the registry. */
export function createCommandRoute(commands: Readonly<Record<string, Command>>, services: () => Promise<Services>) {
  return async (request: Request, name: string): Promise<Response> => {
    const requestId = requestIdOf(request.headers);
    const resolved = await services();
    try {
      assertOwnOrigin(request, resolved.portalUrl);
      const context = await requireUser(resolved, request, requestId);
      resolved.limits.ofPerson('commands', context.actor.accountId);
      const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
      if (command === undefined) {
        throw new PortalError('not-found', `There is no command "${name}".`);
      }
      const input = await readJsonBody(request);
      const result = await timed(
        resolved.metrics,
        'portolan_command_duration_seconds',
        (outcome) => ({ command: name, outcome }),
        () => command(context, input),
      );
      return Response.json(result ?? null, { headers: { 'cache-control': 'no-store', 'x-request-id': requestId } });
    } catch (error) {
      return errorResponse(error, requestId, resolved.log);
    }
  };
}
