import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { RepositoryRef } from '#lib/domain/repository/path.ts';
import type { Services } from '#lib/portal/context.ts';
import { forgeOf } from '#lib/portal/forge-of.ts';
import { linkedAccount } from '#lib/portal/linked-account.ts';
import type { Forge } from '#lib/ports/forge.ts';
import type { IdentityProvider, TokenSet } from '#lib/ports/identity.ts';
import type { Credential } from '#lib/ports/store.ts';
import { giveBack } from './give-back.ts';
import { heedRefusal } from './heed-refusal.ts';

/** A token is renewed this long before it expires, so that it does not expire under way, also by a clock that was set back ten minutes. */
const RENEW_BEFORE_MS = 11 * 60_000;
const ELSEWHERE_PAUSES_MS = [0, 300, 700];
/** Longer than a renewal takes, and short enough to wait for one whose portal ended meanwhile. */
const TURN_MS = 5_000;
const TURN_PAUSE_MS = 50;

/**
 * The forge of a repository as a person sees it, with their own token, renewed when it is about to expire. Throws
 * `sign-in-again` when there is none any more, and `link-account` where they have none on this forge. In single-user mode the
 * person's own token is the configured one.
 */
export async function userForge(
  services: Services,
  personId: string,
  repository: Pick<RepositoryRef, 'forgeId'>,
): Promise<Forge> {
  const { host, portal, provider } = forgeOf(services, repository);
  const { provider: own } = services.signIn;
  if (own === null) {
    return portal;
  }
  if (host.id === own.id) {
    return host.as({ accessToken: await freshToken(services, own, personId) });
  }
  if (provider === null) {
    throw new PortalError('unavailable', `Nobody can act on ${host.name} from here.`, {
      suggestion: 'Tell those who run the portal: this forge has no clientId in portolan.yaml.',
    });
  }
  // Whether they may still do it, their groups on the forge that they sign in with say.
  await freshToken(services, own, personId);
  const account = await linkedAccount(services, personId, host);
  if (account === null) {
    throw new PortalError('link-account', `You have not linked an account on ${host.name} yet.`, {
      suggestion: 'What you do there is done with your own account.',
    });
  }
  const accessToken = await freshToken(services, provider, account.id);
  return heedRefusal(host.as({ accessToken }), async () => {
    const next = await insteadOfUnknown(services, provider, account.id, accessToken);
    return next === null ? null : host.as({ accessToken: next });
  });
}

/**
 * What counts instead of a token of a linked account that its forge does not know any more, before its time; null where
 * nothing does. What the forge will not renew is forgotten: it would be shown as linked, to people who are told to link
 * it again.
 */
async function insteadOfUnknown(
  services: Services,
  provider: IdentityProvider,
  accountId: string,
  accessToken: string,
): Promise<string | null> {
  try {
    const renewed = await services.locks.run(`credential:${accountId}`, () =>
      inTurn(services, accountId, () => renew(services, provider, accountId, accessToken)),
    );
    return renewed.accessToken;
  } catch (error) {
    services.log.warn('a refused token of a linked account was not renewed', { accountId, forge: provider.id, error });
    return null;
  }
}

/** An access token that lasts a while still. Throws where there is none any more. */
async function freshToken(services: Services, provider: IdentityProvider, accountId: string): Promise<string> {
  const { accounts, credentials } = services.store;
  const [account, credential] = await Promise.all([accounts.findById(accountId), credentials.find(accountId)]);
  // No forge is shown a token of another, as of who signed in before the configuration named this one.
  if (credential === null || account?.issuer !== provider.issuer) {
    throw tokenGone(services, provider);
  }
  if (credential.expiresAt === null) {
    await lookAgain(services, provider, credential);
  }
  if (credential.expiresAt === null || credential.expiresAt - RENEW_BEFORE_MS > services.clock.now()) {
    return credential.accessToken;
  }
  // A refresh token works once: whoever comes second must find what the first one got.
  return await services.locks.run(`credential:${accountId}`, async () => {
    return (await inTurn(services, accountId, () => renew(services, provider, accountId))).accessToken;
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

/** @param refused an access token that is not good any more, whatever it said of its end */
async function renew(
  services: Services,
  provider: IdentityProvider,
  accountId: string,
  refused?: string,
): Promise<Credential> {
  const { store, clock, signIn } = services;
  const current = await store.credentials.find(accountId);
  const isRefused = current !== null && current.accessToken === refused;
  const isGood = refused !== undefined || (current?.expiresAt ?? 0) - RENEW_BEFORE_MS > clock.now();
  if (current !== null && !isRefused && isGood) {
    return current;
  }
  if (current === null || current.refreshToken === null) {
    throw tokenGone(services, provider);
  }
  let tokens: TokenSet;
  try {
    tokens = await provider.refresh(current.refreshToken);
  } catch (error) {
    if (!(error instanceof ExternalError && error.kind === 'auth')) {
      throw error;
    }
    return await insteadOfRefused(services, provider, current, error);
  }
  const credential = { accountId, ...tokens };
  if (!(await store.credentials.replace(current, credential))) {
    return await insteadOfUnwanted(services, provider, credential);
  }
  // Rights come from the forge that people sign in with.
  if (provider.id === signIn.provider?.id) {
    await updateGroups(services, provider, credential);
  }
  return credential;
}

/** What counts instead of tokens that the forge would not renew. */
async function insteadOfRefused(
  services: Services,
  provider: IdentityProvider,
  refused: Credential,
  error: ExternalError,
): Promise<Credential> {
  const { credentials } = services.store;
  const isDead = (await renewedElsewhere(services, refused)) === null && (await credentials.replace(refused, null));
  const other = isDead ? null : await credentials.find(refused.accountId);
  if (other === null) {
    throw tokenGone(services, provider, error);
  }
  return other;
}

/** While the tokens were renewed the person signed out everywhere, or in again: then those of the new sign-in count. */
async function insteadOfUnwanted(
  services: Services,
  provider: IdentityProvider,
  unwanted: Credential,
): Promise<Credential> {
  const { accountId } = unwanted;
  await giveBack(services, provider, unwanted, 'renewed tokens that nobody wants any more could not be revoked', {
    accountId,
  });
  const other = await services.store.credentials.find(accountId);
  if (other === null) {
    throw tokenGone(services, provider);
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

/**
 * A token that never ends is never renewed either: so whoever acts with it is asked for again each time, or nobody would be
 * told that a group was left, or the token taken back over there.
 */
async function lookAgain(services: Services, provider: IdentityProvider, credential: Credential): Promise<void> {
  const error = await updateGroups(services, provider, credential);
  if (error instanceof ExternalError && error.kind === 'auth') {
    await services.store.credentials.replace(credential, null);
    throw tokenGone(services, provider, error);
  }
}

/** Groups may have changed since the sign-in, and the role with them. Gives why they could not be asked for. */
async function updateGroups(
  { store, log }: Services,
  provider: IdentityProvider,
  { accountId, accessToken }: Credential,
): Promise<unknown> {
  const account = await store.accounts.findById(accountId);
  if (account === null) {
    return null;
  }
  try {
    const { groups } = await provider.identify(accessToken, account.subject);
    await store.accounts.updateGroups(accountId, groups);
    return null;
  } catch (error) {
    // A token that was just renewed is good whatever this says; the groups are asked for again next time.
    log.warn('groups could not be asked for', { accountId, error });
    return error;
  }
}

/** There is nothing to act with any more: a sign-in, or the link to another account, is to be made anew. */
export function tokenGone(
  { signIn }: Pick<Services, 'signIn'>,
  { id, name }: Pick<IdentityProvider, 'id' | 'name'>,
  cause?: unknown,
): PortalError {
  return signIn.provider === null || id === signIn.provider.id
    ? new PortalError('sign-in-again', `${name} does not accept your sign-in any more.`, {
        suggestion: 'Sign in again; what you typed is kept.',
        cause,
      })
    : new PortalError('link-account', `${name} does not accept your linked account any more.`, {
        suggestion: 'Link it again.',
        cause,
      });
}
