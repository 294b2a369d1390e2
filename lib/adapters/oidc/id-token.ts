import type * as oidc from 'openid-client';

/** How long a person may take to sign in, and how far clocks may be apart, in seconds. */
const SIGN_IN_SECONDS = 600;
const SKEW_SECONDS = 600;

/**
 * What openid-client leaves to its users: a token of nobody, one that was made for somebody else (`azp`), or at a time that
 * has nothing to do with this sign-in (`iat`), by this machine's own clock, as openid-client judges the end. Gives what is
 * wrong with it, or null.
 */
export function idTokenProblem(claims: oidc.IDToken, clientId: string): string | null {
  if (claims.sub === '') {
    return 'its ID token names nobody';
  }
  if (claims.azp !== undefined && claims.azp !== clientId) {
    return 'its ID token was given to another application';
  }
  const age = Date.now() / 1000 - claims.iat;
  return age < -SKEW_SECONDS || age > SIGN_IN_SECONDS + SKEW_SECONDS
    ? 'its ID token was not made during this sign-in'
    : null;
}
