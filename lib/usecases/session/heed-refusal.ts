import { ExternalError } from '#lib/domain/error/external-error.ts';
import { aroundForge } from '#lib/portal/around-forge.ts';
import type { Forge } from '#lib/ports/forge.ts';

const isAuth = (error: unknown): boolean => error instanceof ExternalError && error.kind === 'auth';

/**
 * A forge as somebody sees it with a token. `unknown` is called, and waited for, when the forge does not know the token any
 * more, before the call that found out fails. Some refusals look the same: GitLab answers 401 to an approval that is not
 * allowed (docs.gitlab.com, "Merge request approvals API"), so it is asked who the token is of.
 */
export function heedRefusal(forge: Forge, unknown: () => Promise<void>): Forge {
  return aroundForge(forge, async (operation, call) => {
    try {
      return await call();
    } catch (error) {
      if (isAuth(error) && (operation === 'whoAmI' || (await forge.whoAmI().then(() => false, isAuth)))) {
        await unknown();
      }
      throw error;
    }
  });
}
