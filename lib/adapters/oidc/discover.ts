import * as oidc from 'openid-client';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { ownFetch } from './own-fetch.ts';

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

/** Reads what the provider says of itself. Throws what openid-client throws, and ExternalError. */
export async function discover(options: OidcOptions): Promise<oidc.Configuration> {
  const issuer = new URL(options.issuer);
  const config = await oidc.discovery(
    issuer,
    options.clientId,
    { client_secret: options.clientSecret, redirect_uris: [options.redirectUri] },
    oidc.ClientSecretPost(options.clientSecret),
    {
      [oidc.customFetch]: ownFetch(options.id),
      execute: [
        // Without it a token that came straight from the provider is not checked for its signature: right with TLS
        // only, and a homelab may have none.
        oidc.enableNonRepudiationChecks,
        // Plain HTTP only where the configured address itself is plain HTTP.
        ...(issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
      ],
    },
  );
  assertAtHome(config, issuer, options.id);
  return config;
}

/** Where the portal sends tokens and people, as the discovery document names it. */
const PLACES = [
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'revocation_endpoint',
] as const;

/** A forge serves all of its sign-in itself. So no document, whoever wrote it, can send the portal or a person elsewhere. */
function assertAtHome(config: oidc.Configuration, issuer: URL, provider: string): void {
  const metadata = config.serverMetadata();
  for (const place of PLACES) {
    const address = metadata[place];
    if (address !== undefined && !(URL.canParse(address) && new URL(address).origin === issuer.origin)) {
      throw new ExternalError({
        provider,
        operation: 'read the discovery document',
        kind: 'invalid-response',
        message: `its ${place} is not below ${issuer.origin}, the address in the configuration`,
      });
    }
  }
}
