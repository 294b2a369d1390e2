import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Forge, ForgeHost } from '#lib/ports/forge.ts';

/** The forge with the portal's own token. What it refuses is marked, so that nobody is told to sign in again for it. */
export function createPortalForge(host: ForgeHost, accessToken: string): Forge {
  const calls = Object.entries(host.as({ accessToken })) as [string, (...args: unknown[]) => Promise<unknown>][];
  return Object.fromEntries(
    calls.map(([operation, call]) => [
      operation,
      async (...args: unknown[]) => {
        try {
          return await call(...args);
        } catch (error) {
          throw error instanceof ExternalError ? error.asPortals() : error;
        }
      },
    ]),
  ) as unknown as Forge;
}
