import { readJwt, signJwt } from '../../oauth/signing.ts';
import type { Instance } from '../instance.ts';
import type { ConsentRecord } from '../state/model.ts';

/** `ACCESS_TOKEN_EXPIRATION_TIME` and `REFRESH_TOKEN_EXPIRATION_TIME`, as Gitea comes. */
export const ACCESS_TOKEN_SECONDS = 3600;
const REFRESH_TOKEN_SECONDS = 730 * 3600;

const KINDS = { access: 0, refresh: 1 } as const;
type Kind = keyof typeof KINDS;

/** Tokens are JWTs that name the consent they come of: nothing but that is kept (services/oauth2_provider/token.go). */
export async function makeToken(instance: Instance, consent: ConsentRecord, kind: Kind): Promise<string> {
  const now = Math.floor(instance.clock.now() / 1000);
  return await signJwt(instance.store, {
    gnt: consent.id,
    tt: KINDS[kind],
    ...(kind === 'refresh' ? { cnt: consent.counter } : {}),
    exp: now + (kind === 'access' ? ACCESS_TOKEN_SECONDS : REFRESH_TOKEN_SECONDS),
    iat: now,
  });
}

/** What a token stands for; `consent` is undefined once the person took it back. null for what is no token, or has ended. */
export function readToken(
  { store, clock }: Instance,
  text: string,
  kind: Kind,
): { consent: ConsentRecord | undefined; counter: number } | null {
  const claims = readJwt(store, text);
  if (claims === null || claims.tt !== KINDS[kind] || Number(claims.exp) * 1000 <= clock.now()) {
    return null;
  }
  return { consent: store.state.consents.find(({ id }) => id === claims.gnt), counter: Number(claims.cnt ?? 0) };
}
