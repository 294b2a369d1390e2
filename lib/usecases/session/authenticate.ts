import type { UserActor } from '#lib/domain/actor/actor.ts';
import { roleOf } from '#lib/domain/actor/roles.ts';
import type { Services } from '#lib/portal/context.ts';
import type { Account } from '#lib/ports/store.ts';
import { LOCAL_ISSUER } from './sign-in.ts';
import { hashSessionToken } from './token.ts';

/** A session's life is prolonged at most this often, so that reading does not write. */
const TOUCH_EVERY_MS = 60_000;

/** Who holds a session's secret; null when it is unknown, over, or its person has no role any more. */
export async function authenticate(services: Services, token: string | undefined): Promise<UserActor | null> {
  if (token === undefined || token === '') {
    return null;
  }
  const { store, clock, signIn } = services;
  const session = await store.sessions.findByTokenHash(hashSessionToken(token));
  const now = clock.now();
  if (session === null || session.expiresAt <= now) {
    return null;
  }
  const account = await store.accounts.findById(session.accountId);
  const actor = account === null ? null : actorOf(services, session.id, account);
  if (actor !== null && now - session.lastSeenAt > TOUCH_EVERY_MS) {
    await prolong(services, session.id, now, now + signIn.sessionMs);
  }
  return actor;
}

/** Who looks can go on looking while nothing can be written, as on a disk that is full; the session ends when it would have. */
async function prolong({ store, log }: Services, sessionId: string, at: number, until: number): Promise<void> {
  try {
    await store.sessions.touch(sessionId, at, until);
  } catch (error) {
    log.warn('a session could not be prolonged', { sessionId, error });
  }
}

/** An account as one who acts, with the role that its groups give now; null when they give none. */
export function actorOf({ signIn }: Services, sessionId: string, account: Account): UserActor | null {
  const local = signIn.provider === null;
  // An account of another forge, or of the other mode, does not carry over when the configuration changes; one that is linked is nobody of its own.
  const issuer = signIn.provider?.issuer ?? LOCAL_ISSUER;
  if (account.issuer !== issuer || account.ownerId !== null) {
    return null;
  }
  const role = local ? 'admin' : roleOf(account.groups, signIn.roles);
  const { username, name, groups } = account;
  return role === null ? null : { kind: 'user', accountId: account.id, sessionId, username, name, role, groups };
}
