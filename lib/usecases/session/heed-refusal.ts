import { ExternalError } from '#lib/domain/error/external-error.ts';
import { aroundForge } from '#lib/portal/around-forge.ts';
import type { Forge } from '#lib/ports/forge.ts';

const isAuth = (error: unknown): boolean => error instanceof ExternalError && error.kind === 'auth';

/**
 * A forge as somebody sees it with a token. When the forge does not know the token any more, `renewed` is asked for the
 * forge with the next one, or null; what was refused is then done with that, once. Some refusals look the same: GitLab
 * answers 401 to an approval that is not allowed (docs.gitlab.com, "Merge request approvals API"), so it is asked who
 * the token is of.
 */
export function heedRefusal(forge: Forge, renewed: () => Promise<Forge | null>): Forge {
  return aroundForge(forge, async (operation, call) => {
    try {
      return await call();
    } catch (error) {
      const isUnknown = isAuth(error) && (operation === 'whoAmI' || (await forge.whoAmI().then(() => false, isAuth)));
      const next = isUnknown ? await renewed() : null;
      if (next === null) {
        throw error;
      }
      return await call(next);
    }
  });
}
