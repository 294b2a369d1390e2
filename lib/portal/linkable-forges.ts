import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { IdentityProvider } from '#lib/ports/identity.ts';
import type { ConnectedForge, Services } from './context.ts';

export type LinkableForge = ConnectedForge & { provider: IdentityProvider };

/** The forges on which people act with an account besides the one that they sign in with. */
export function linkableForges({ forges, signIn }: Pick<Services, 'forges' | 'signIn'>): LinkableForge[] {
  return forges.filter(
    (forge): forge is LinkableForge =>
      signIn.provider !== null && forge.provider !== null && forge.provider.id !== signIn.provider.id,
  );
}

/** Throws `not-found` for a forge on which there is nothing to link. */
export function linkableForge(services: Pick<Services, 'forges' | 'signIn'>, id: string): LinkableForge {
  const found = linkableForges(services).find(({ host }) => host.id === id);
  if (found === undefined) {
    throw new PortalError('not-found', 'There is no such forge to link an account on.');
  }
  return found;
}
