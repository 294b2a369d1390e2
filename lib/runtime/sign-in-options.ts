import 'server-only';
import type { OidcOptions } from '#lib/adapters/oidc/discover.ts';
import { type Config, signInForge } from '#lib/config/load.ts';

/** How people sign in with the forge; null in single-user mode. */
export function signInOptions(config: Config): OidcOptions | null {
  if (config.signIn.mode !== 'forge') {
    return null;
  }
  const forge = config.forges.find(({ id }) => id === signInForge(config));
  if (forge?.clientId === undefined || forge.clientSecret === undefined) {
    throw new RangeError('a checked configuration has the sign-in’s client');
  }
  return {
    id: forge.id,
    name: 'GitLab',
    // Compared letter by letter with what the provider calls itself, which ends in no slash.
    issuer: forge.url.replace(/\/$/, ''),
    clientId: forge.clientId,
    clientSecret: forge.clientSecret,
    redirectUri: `${config.url.replace(/\/$/, '')}/api/session/callback`,
    // `api` because the person's own token commits, approves and merges.
    scopes: ['openid', 'profile', 'email', 'api'],
  };
}
