import type { UserActor } from '#lib/domain/actor/actor.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Services } from '#lib/portal/context.ts';
import { authenticate } from './authenticate.ts';
import { hashSessionToken } from './token.ts';

/**
 * Who looks. While the database does not answer, whoever it knew within the last minute goes on looking at what is in
 * memory: the board is wanted most when something is broken. Changing anything takes the database itself.
 */
export async function authenticateReader(services: Services, token: string | undefined): Promise<UserActor | null> {
  if (token === undefined || token === '') {
    return null;
  }
  const { rememberedSessions } = services;
  const tokenHash = hashSessionToken(token);
  const keep = rememberedSessions.ask();
  try {
    const actor = await authenticate(services, token);
    if (actor === null) {
      rememberedSessions.forgetToken(tokenHash);
    } else {
      keep(tokenHash, actor);
    }
    return actor;
  } catch (error) {
    const remembered = rememberedSessions.find(tokenHash);
    if (remembered !== null && error instanceof ExternalError && error.kind === 'unavailable') {
      return remembered;
    }
    throw error;
  }
}
