import type { UserActor } from '#lib/domain/actor/actor.ts';
import type { Services } from '#lib/portal/context.ts';
import { actorOf } from '../session/authenticate.ts';
import { hashSessionToken } from '../session/token.ts';
import { TOKEN_PREFIX } from './create.ts';

/** When it was used last is written down at most this often. */
const TOUCH_EVERY_MS = 60_000;

/** Groups are read when somebody signs in: whoever has not for so long may have left, and their programs stop. */
export const SIGNED_IN_WITHIN_MS = 30 * 86_400_000;

/** Whose token this is; null when it is unknown, over or revoked, or its person has no role any more or was long not here. */
export async function authenticateToken(services: Services, secret: string): Promise<UserActor | null> {
  if (!secret.startsWith(TOKEN_PREFIX)) {
    return null;
  }
  const { store, clock, log } = services;
  const now = clock.now();
  const token = await store.apiTokens.findByTokenHash(hashSessionToken(secret));
  if (token === null || token.expiresAt <= now) {
    return null;
  }
  const account = await store.accounts.findById(token.accountId);
  if (account === null || now - account.lastSignInAt > SIGNED_IN_WITHIN_MS) {
    return null;
  }
  if (now - (token.lastUsedAt ?? 0) > TOUCH_EVERY_MS) {
    await store.apiTokens
      .touch(token.id, now)
      .catch((error: unknown) => log.warn('the use of a token was not written down', { tokenId: token.id, error }));
  }
  return actorOf(services, `token ${token.id}`, account);
}
