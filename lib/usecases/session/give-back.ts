import type { Services } from '#lib/portal/context.ts';
import type { IdentityProvider, TokenSet } from '#lib/ports/identity.ts';

/** Takes tokens back at the forge that are nothing to keep alive. @param warning what is logged when it cannot be done */
export async function giveBack(
  { log }: Services,
  provider: IdentityProvider | null,
  { accessToken, refreshToken }: Pick<TokenSet, 'accessToken' | 'refreshToken'>,
  warning: string,
  about: { accountId?: string } = {},
): Promise<void> {
  try {
    await provider?.revoke({ accessToken, refreshToken });
  } catch (error) {
    // The portal has forgotten them already; the forge lets them expire.
    log.warn(warning, { ...about, error });
  }
}
