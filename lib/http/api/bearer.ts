import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Services, UserContext } from '#lib/portal/context.ts';
import { authenticateToken } from '#lib/usecases/token/authenticate-token.ts';

/**
 * Who sends a request, by its `Authorization: Bearer` alone: a cookie counts for nothing here, so that no other site can
 * ask in somebody's name. Throws `not-signed-in`, or `rate-limited` to who keeps on asking.
 */
export async function requireBearer(services: Services, request: Request, requestId: string): Promise<UserContext> {
  const [, secret] = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  const actor = secret === undefined ? null : await authenticateToken(services, secret);
  if (actor === null) {
    services.limits.ofAddress('strangers', request.headers);
    throw new PortalError(
      'not-signed-in',
      secret === undefined ? 'This needs a token.' : 'This token is unknown, over or revoked.',
      { suggestion: `Make one at ${services.portalUrl}/tokens, and send it as "Authorization: Bearer …".` },
    );
  }
  services.limits.ofPerson('commands', actor.accountId);
  return { actor, requestId, services };
}
