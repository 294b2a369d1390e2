import type * as oidc from 'openid-client';
import type { TokenSet } from '#lib/ports/identity.ts';

/** The portal as one forge knows it that people sign in with. */
export type SignInClient = {
  id: string;
  name: string;
  /** The address of the forge, without a slash at its end. With the subject it is who somebody is. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Registered with the provider, character by character. */
  redirectUri: string;
  scopes: string[];
};

/** The callback as the provider knows it: behind a proxy the portal may see another host than the browser did. */
export function ownUrl(callbackUrl: URL, redirectUri: string): URL {
  const url = new URL(redirectUri);
  url.search = callbackUrl.search;
  return url;
}

export function toTokens(
  answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
  now: number,
): TokenSet {
  const seconds = answer.expiresIn();
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? null,
    expiresAt: seconds === undefined ? null : now + seconds * 1000,
  };
}
