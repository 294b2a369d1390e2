import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Services } from '#lib/portal/context.ts';
import type { Forge } from '#lib/ports/forge.ts';
import type { TokenSet } from '#lib/ports/identity.ts';
import type { Credential } from '#lib/ports/store.ts';
import { giveBack } from './give-back.ts';

/** A token is renewed this long before it expires, so that it does not expire under way, also by a clock that was set back ten minutes. */
const RENEW_BEFORE_MS = 11 * 60_000;
const ELSEWHERE_PAUSES_MS = [0, 300, 700];
/** Longer than a renewal takes, and short enough to wait for one whose portal ended meanwhile. */
const TURN_MS = 5_000;
const TURN_PAUSE_MS = 50;

/**
 * The forge as a person sees it, with their own token, renewed when it is about to expire. Throws `sign-in-again`
 * when there is none any more. In single-user mode the person's own token is the configured one.
 */
export async function userForge(services: Services, accountId: string): Promise<Forge> {
  if (services.signIn.provider === null) {
    return services.portalForge;
  }
  const credential = await services.store.credentials.find(accountId);
  if (credential === null) {
    throw signInAgain(services);
  }
  if (credential.expiresAt === null || credential.expiresAt - RENEW_BEFORE_MS > services.clock.now()) {
    return services.forge.as({ accessToken: credential.accessToken });
  }
  // A refresh token works once: whoever comes second must find what the first one got.
  return await services.locks.run(`credential:${accountId}`, async () => {
    const renewed = await inTurn(services, accountId, () => renew(services, accountId));
    return services.forge.as({ accessToken: renewed.accessToken });
  });
}

/**
 * One portal of several on the same database renews at a time: on a slow disk what the first one got may be under way to the
 * database for longer than the next one would look for it.
 */
async function inTurn(
  { store, clock, newId, log }: Services,
  accountId: string,
  act: () => Promise<Credential>,
): Promise<Credential> {
  const turn = `credential:${accountId}`;
  const holder = newId();
  const until = clock.now() + 2 * TURN_MS;
  while (!(await store.leases.acquire(turn, holder, clock.now(), TURN_MS)) && clock.now() < until) {
    await clock.sleep(TURN_PAUSE_MS);
  }
  try {
    return await act();
  } finally {
    await store.leases
      .release(turn, holder)
      .catch((error: unknown) => log.warn('a turn was not given back', { accountId, error }));
  }
}

async function renew(services: Services, accountId: string): Promise<Credential> {
  const { store, clock, signIn } = services;
  const current = await store.credentials.find(accountId);
  if (current !== null && current.expiresAt !== null && current.expiresAt - RENEW_BEFORE_MS > clock.now()) {
    return current;
  }
  if (current === null || current.refreshToken === null || signIn.provider === null) {
    throw signInAgain(services);
  }
  let tokens: TokenSet;
  try {
    tokens = await signIn.provider.refresh(current.refreshToken);
  } catch (error) {
    if (!(error instanceof ExternalError && error.kind === 'auth')) {
      throw error;
    }
    return await insteadOfRefused(services, current, error);
  }
  const credential = { accountId, ...tokens };
  if (!(await store.credentials.replace(current, credential))) {
    return await insteadOfUnwanted(services, credential);
  }
  await updateGroups(services, credential);
  return credential;
}

/** What counts instead of tokens that the forge would not renew. */
async function insteadOfRefused(services: Services, refused: Credential, error: ExternalError): Promise<Credential> {
  const { credentials } = services.store;
  const isDead = (await renewedElsewhere(services, refused)) === null && (await credentials.replace(refused, null));
  const other = isDead ? null : await credentials.find(refused.accountId);
  if (other === null) {
    throw signInAgain(services, error);
  }
  return other;
}

/** While the tokens were renewed the person signed out everywhere, or in again: then those of the new sign-in count. */
async function insteadOfUnwanted(services: Services, unwanted: Credential): Promise<Credential> {
  const { accountId } = unwanted;
  await giveBack(services, unwanted, 'renewed tokens that nobody wants any more could not be revoked', { accountId });
  const other = await services.store.credentials.find(accountId);
  if (other === null) {
    throw signInAgain(services);
  }
  return other;
}

/**
 * What another portal on the same database got for the refresh token that was refused here because it was used there.
 * It may be under way to the database still. null when it was not: then the token is dead.
 */
async function renewedElsewhere({ store, clock }: Services, refused: Credential): Promise<Credential | null> {
  for (const pauseMs of ELSEWHERE_PAUSES_MS) {
    await clock.sleep(pauseMs);
    const now = await store.credentials.find(refused.accountId);
    if (now === null || now.accessToken !== refused.accessToken) {
      return now;
    }
  }
  return null;
}

/** Groups may have changed since the sign-in, and the role with them. */
async function updateGroups({ store, signIn, log }: Services, { accountId, accessToken }: Credential): Promise<void> {
  const account = await store.accounts.findById(accountId);
  if (account === null || signIn.provider === null) {
    return;
  }
  try {
    const { groups } = await signIn.provider.identify(accessToken, account.subject);
    await store.accounts.updateGroups(accountId, groups);
  } catch (error) {
    // The renewed token is good whatever this says; the groups are asked for again next time.
    log.warn('groups could not be asked for', { accountId, error });
  }
}

export function signInAgain({ forge }: Services, cause?: unknown): PortalError {
  return new PortalError('sign-in-again', `${forge.name} does not accept your sign-in any more.`, {
    suggestion: 'Sign in again; what you typed is kept.',
    cause,
  });
}
