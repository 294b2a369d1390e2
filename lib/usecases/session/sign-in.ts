import { roleOf } from '#lib/domain/actor/roles.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { ownPath } from '#lib/domain/value/own-path.ts';
import type { Services } from '#lib/portal/context.ts';
import { ownForge } from '#lib/portal/forge-of.ts';
import type { Identity, TokenSet } from '#lib/ports/identity.ts';
import type { Account, Repositories } from '#lib/ports/store.ts';
import { giveBack } from './give-back.ts';
import { type Begun, beginProof, takeProof } from './pending.ts';
import { type Claimant, refuseProof } from './refuse-proof.ts';
import { hashSessionToken, newSessionToken } from './token.ts';

/** What a sign-in gives to the browser; the token goes into its cookie and nowhere else. */
export type SignedIn = { token: string; returnTo: string };

export type Requester = { requestId: string; userAgent: string };

/** Begins a sign-in with the forge; gives where to send the browser and what its cookie must hold to come back. */
export async function startSignIn(services: Services, returnTo: unknown): Promise<Begun> {
  const { provider } = services.signIn;
  if (provider === null) {
    throw new PortalError('not-found', 'This portal has a single user; there is no sign-in with a forge.');
  }
  return await beginProof(services, provider, { returnTo, accountId: null });
}

/**
 * Finishes a sign-in: only in the browser that began it (its cookie holds the state), only once, only in time. What does
 * not hold up is written to the audit log, and nobody is signed in. Throws `not-permitted` for a person whom no group
 * gives a role.
 */
export async function finishSignIn(services: Services, input: unknown, requester: Requester): Promise<SignedIn> {
  let claimant: Claimant = null;
  try {
    const { identity, tokens, returnTo } = await takeProof(services, services.signIn.provider, input, null);
    claimant = identity;
    await assertHasRole(services, identity, tokens);
    return await beginSession(services, requester, returnTo, async (repositories, at) => {
      const account = await repositories.accounts.signIn(identity, at);
      await saveTokens(repositories, account, tokens);
      return account;
    });
  } catch (error) {
    const forge = services.signIn.provider?.name ?? 'the forge';
    throw await refuseProof(services, { action: 'session.sign-in', forge, claimant, ...requester }, error);
  }
}

async function assertHasRole(services: Services, identity: Identity, tokens: TokenSet): Promise<void> {
  if (roleOf(identity.groups, services.signIn.roles) === null) {
    await giveBack(services, services.signIn.provider, tokens, 'tokens of a refused sign-in could not be revoked');
    throw new PortalError('not-permitted', `${identity.name}, none of your groups has a role in this portal.`, {
      suggestion: 'Ask an administrator of the portal to give one of your groups a role.',
    });
  }
}

async function saveTokens({ credentials }: Repositories, { id }: Account, tokens: TokenSet): Promise<void> {
  await credentials.save({ accountId: id, ...tokens });
}

/** The issuer of the one account of a single-user portal. */
export const LOCAL_ISSUER = 'local';

/** Signs the single user in. Only where the configuration says that there is one. */
export async function signInSingleUser(services: Services, returnTo: unknown, requester: Requester): Promise<SignedIn> {
  if (services.signIn.provider !== null) {
    throw new PortalError('not-found', 'This portal has more than one user; sign in with the forge.');
  }
  const user = await ownForge(services).portal.whoAmI();
  return await beginSession(services, requester, ownPath(returnTo), ({ accounts }, at) =>
    accounts.signIn(
      {
        issuer: LOCAL_ISSUER,
        subject: LOCAL_ISSUER,
        username: user.username,
        name: user.name,
        avatarUrl: null,
        groups: [],
      },
      at,
    ),
  );
}

/** A new session with a new secret, whatever the browser had before. */
async function beginSession(
  services: Services,
  { requestId, userAgent }: Requester,
  returnTo: string,
  findAccount: (repositories: Repositories, at: number) => Promise<Account>,
): Promise<SignedIn> {
  const at = services.clock.now();
  const token = newSessionToken();
  const expiresAt = at + services.signIn.sessionMs;
  await services.store.transaction(async (repositories) => {
    const account = await findAccount(repositories, at);
    const id = services.newId();
    await repositories.sessions.create({
      id,
      tokenHash: hashSessionToken(token),
      accountId: account.id,
      createdAt: at,
      lastSeenAt: at,
      expiresAt,
      userAgent: userAgent.slice(0, 200),
    });
    await repositories.audit.append({
      at,
      actorKind: 'user',
      actorId: account.id,
      actorName: account.username,
      action: 'session.sign-in',
      subjectKind: 'session',
      subjectId: id,
      outcome: 'done',
      detail: {},
      requestId,
    });
  });
  return { token, returnTo };
}
