import { z } from 'zod';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { ownPath } from '#lib/domain/value/own-path.ts';
import type { Services } from '#lib/portal/context.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import type { Identity, IdentityProvider, TokenSet } from '#lib/ports/identity.ts';

/**
 * The browser keeps its half for ten minutes, by its own clock. Ours may be set forward meanwhile, so the portal keeps the
 * other half longer; without the browser's it opens nothing.
 */
const PENDING_MS = 25 * 60_000;

/** Where to send the browser, and what its cookie must hold to come back. */
export type Begun = { redirectUrl: string; state: string };

/** Begins to prove who somebody is on a forge. @param accountId of who links an account there; null for a sign-in */
export async function beginProof(
  { store, clock }: Services,
  provider: IdentityProvider,
  { returnTo, accountId }: { returnTo: unknown; accountId: string | null },
): Promise<Begun> {
  const { redirectUrl, state, nonce, codeVerifier } = await provider.start();
  await store.sessions.savePending({
    state,
    nonce,
    codeVerifier,
    returnTo: ownPath(returnTo),
    expiresAt: clock.now() + PENDING_MS,
    forgeId: provider.id,
    accountId,
  });
  return { redirectUrl, state };
}

const Callback = z.object({ url: z.instanceof(URL), state: z.string().max(500) });

export type Proof = { identity: Identity; tokens: TokenSet; returnTo: string };

/**
 * Who it is, as the provider proves: only in the browser that began it (its cookie holds the state), only once, only in time,
 * only where it was begun, and only for whom.
 * @param provider the one that sends the browser back: each has an address of its own for that
 * @param accountId for whom it was begun; null for a sign-in
 */
export async function takeProof(
  { store, clock }: Services,
  provider: IdentityProvider | null,
  input: unknown,
  accountId: string | null,
): Promise<Proof> {
  const { url, state } = parseInput(Callback, input);
  const isOurs = state !== '' && url.searchParams.get('state') === state;
  const pending = isOurs ? await store.sessions.takePending(state) : null;
  // What was begun before an upgrade names no forge, and is a sign-in.
  const isOlder = pending?.forgeId === '' && accountId === null;
  const isThere = provider !== null && (isOlder || provider.id === pending?.forgeId);
  if (!isThere || pending === null || pending.expiresAt <= clock.now() || pending.accountId !== accountId) {
    throw new PortalError('invalid-input', 'This was not begun here, took too long, or was used already.', {
      suggestion: 'Begin again.',
    });
  }
  return { ...(await provider.finish(url, pending)), returnTo: pending.returnTo };
}
