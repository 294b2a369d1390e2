import { randomUUID } from 'node:crypto';
import type { UserActor } from '#lib/domain/actor/actor.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { goodRequestId, REQUEST_ID_HEADER } from '#lib/domain/value/request-id.ts';
import type { Services, UserContext } from '#lib/portal/context.ts';
import { authenticate } from '#lib/usecases/session/authenticate.ts';
import { authenticateReader } from '#lib/usecases/session/authenticate-reader.ts';
import { cookieNames, readCookie } from './session-cookie.ts';

/** The id of a request: the proxy's where it sends a sane one, so that its log and ours can be put together; else a new one. */
export function requestIdOf(headers: Headers): string {
  return goodRequestId(headers.get(REQUEST_ID_HEADER)) ?? randomUUID();
}

/** Who sends a request, by its session cookie alone. Throws `not-signed-in`, or `rate-limited` to who keeps on asking. */
export function requireUser(services: Services, request: Request, requestId: string): Promise<UserContext> {
  return requireActor(authenticate, services, request, requestId);
}

/** The same for one who only looks, which goes on while the database does not answer. */
export function requireReader(services: Services, request: Request, requestId: string): Promise<UserContext> {
  return requireActor(authenticateReader, services, request, requestId);
}

async function requireActor(
  who: (services: Services, token: string | undefined) => Promise<UserActor | null>,
  services: Services,
  request: Request,
  requestId: string,
): Promise<UserContext> {
  const actor = await who(services, sessionTokenOf(services, request));
  if (actor === null) {
    services.limits.ofAddress('strangers', request.headers);
    throw new PortalError('not-signed-in', 'You are not signed in, or your session has ended.', {
      suggestion: 'Sign in; you come back to this page.',
    });
  }
  return { actor, requestId, services };
}

/** The session's secret that a request brings. */
export function sessionTokenOf({ portalUrl }: Services, request: Request): string | undefined {
  return readCookie(request, cookieNames(portalUrl).session);
}
