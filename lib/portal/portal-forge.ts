import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Forge, ForgeHost } from '#lib/ports/forge.ts';
import { aroundForge } from './around-forge.ts';

/** The forge with the portal's own token. What it refuses is marked, so that nobody is told to sign in again for it. */
export function createPortalForge(host: ForgeHost, accessToken: string): Forge {
  return aroundForge(host.as({ accessToken }), async (_, call) => {
    try {
      return await call();
    } catch (error) {
      throw error instanceof ExternalError ? error.asPortals() : error;
    }
  });
}
