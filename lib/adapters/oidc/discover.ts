import * as oidc from 'openid-client';

export type OidcOptions = {
  id: string;
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Registered with the provider, character by character. */
  redirectUri: string;
  scopes: string[];
};

const TIMEOUT_SECONDS = 10;

/** Reads what the provider says of itself. Throws what openid-client throws. */
export async function discover(options: OidcOptions): Promise<oidc.Configuration> {
  const issuer = new URL(options.issuer);
  const config = await oidc.discovery(
    issuer,
    options.clientId,
    { client_secret: options.clientSecret, redirect_uris: [options.redirectUri] },
    oidc.ClientSecretPost(options.clientSecret),
    {
      timeout: TIMEOUT_SECONDS,
      // Plain HTTP only where the configured address itself is plain HTTP.
      ...(issuer.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : {}),
    },
  );
  config.timeout = TIMEOUT_SECONDS;
  return config;
}
