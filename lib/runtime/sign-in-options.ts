import 'server-only';
import type { SignInClient } from '#lib/adapters/_shared/oauth/client.ts';
import { type Config, type ForgeConfig, signInForge } from '#lib/config/load.ts';
import { FORGE_KINDS } from './forge-kinds.ts';

/** How people prove who they are on a forge; null in single-user mode, and where nobody acts with an account of their own. */
export function signInOptions(
  config: Config,
  forgeId = signInForge(config),
): (SignInClient & Pick<ForgeConfig, 'kind'>) | null {
  const forge = config.forges.find(({ id }) => id === forgeId);
  if (config.signIn.mode !== 'forge' || forge?.clientId === undefined || forge.clientSecret === undefined) {
    return null;
  }
  return {
    id: forge.id,
    kind: forge.kind,
    name: FORGE_KINDS[forge.kind].name,
    // Part of who somebody is, however the address was written.
    issuer: forge.url.replace(/\/$/, ''),
    clientId: forge.clientId,
    clientSecret: forge.clientSecret,
    // Each forge has an address of its own to come back to: an answer of one is never taken for another's.
    redirectUri: `${config.url.replace(/\/$/, '')}/api/session/callback${forgeId === signInForge(config) ? '' : `/${forgeId}`}`,
    scopes: FORGE_KINDS[forge.kind].signInScopes,
  };
}
