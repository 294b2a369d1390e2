import type { ApplicationRecord } from '../../oauth/records.ts';
import { signJwt } from '../../oauth/signing.ts';
import type { Instance } from '../instance.ts';
import type { UserRecord } from '../state/model.ts';
import { idTokenClaims } from './claims.ts';

/** As the OpenID Connect library of GitLab has it. */
const LIFETIME_SECONDS = 120;

/**
 * A signed ID token. Its times are the machine's, not the sandbox's: the application compares them with its own clock.
 * @param signedInAt when the person signed in, ms of sandbox time
 */
export async function signIdToken(
  instance: Instance,
  token: {
    application: ApplicationRecord;
    user: UserRecord;
    scopes: readonly string[];
    nonce: string | null;
    signedInAt: number;
  },
): Promise<string> {
  const issuedAt = Math.floor(Date.now() / 1000);
  const secondsSinceSignIn = Math.max(0, Math.floor((instance.clock.now() - token.signedInAt) / 1000));
  return await signJwt(instance.store, {
    iss: instance.url,
    sub: String(token.user.id),
    aud: token.application.clientId,
    exp: issuedAt + LIFETIME_SECONDS,
    iat: issuedAt,
    ...(token.nonce === null ? {} : { nonce: token.nonce }),
    auth_time: issuedAt - secondsSinceSignIn,
    ...idTokenClaims(instance, token.user, token.scopes),
  });
}
