import * as oidc from 'openid-client';
import type { SignInClient } from '#lib/adapters/_shared/oauth/client.ts';
import type { Dialect } from '#lib/adapters/_shared/oauth/dialect.ts';
import { ownFetch } from '#lib/adapters/_shared/oauth/own-fetch.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';

export type OidcDialect = Dialect & {
  /** Whether the discovery document lists a scope that the provider has. */
  isScopeListed(scope: string): boolean;
};

export type OidcOptions = SignInClient & {
  /** Without one the provider keeps to the specification. */
  dialect?: OidcDialect;
};

const WRONG_ISSUER = 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED';

/**
 * Reads what the provider says of itself, under the name that it has for itself: Gitea's ends in a slash, Forgejo's does not,
 * and below a path that makes two. Throws what openid-client throws, and ExternalError.
 */
export async function discover(options: OidcOptions): Promise<oidc.Configuration> {
  const issuer = new URL(options.issuer);
  let config: oidc.Configuration;
  try {
    config = await discoverAs(issuer, options);
  } catch (error) {
    const isOtherName = error instanceof oidc.ClientError && error.code === WRONG_ISSUER;
    if (!isOtherName || issuer.pathname.endsWith('/')) {
      throw error;
    }
    config = await discoverAs(new URL(`${issuer.href}/`), options);
  }
  assertAtHome(config, issuer, options.id);
  return config;
}

function discoverAs(issuer: URL, options: OidcOptions): Promise<oidc.Configuration> {
  return oidc.discovery(
    issuer,
    options.clientId,
    { client_secret: options.clientSecret, redirect_uris: [options.redirectUri] },
    oidc.ClientSecretPost(options.clientSecret),
    {
      [oidc.customFetch]: ownFetch(options.id, options.dialect),
      execute: [
        // Without it a token that came straight from the provider is not checked for its signature: right with TLS
        // only, and a homelab may have none.
        oidc.enableNonRepudiationChecks,
        // Plain HTTP only where the configured address itself is plain HTTP.
        ...(issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
      ],
    },
  );
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
