import { ExternalError } from '#lib/domain/error/external-error.ts';
import { aroundForge, FORGE_READS } from '#lib/portal/around-forge.ts';
import type { Forge } from '#lib/ports/forge.ts';

const isAuth = (error: unknown): boolean => error instanceof ExternalError && error.kind === 'auth';

/**
 * A forge as somebody sees it with a token. When the forge does not know the token any more, `renewed` is asked once for the
 * forge with the next one, or null, and what comes after is done with that. Only what changes nothing is done again at once:
 * of the rest the first part may have been done before the token ended. Some refusals look the same: GitLab answers 401 to
 * an approval that is not allowed (docs.gitlab.com, "Merge request approvals API"), so it is asked who the token is of.
 */
export function heedRefusal(first: Forge, renewed: () => Promise<Forge | null>): Forge {
  let next: Promise<Forge | null> | null = null;
  return aroundForge(first, async (operation, call) => {
    const forge = (await next) ?? first;
    try {
      return await call(forge);
    } catch (error) {
      if (forge !== first || !isAuth(error)) {
        throw error;
      }
      if (operation !== 'whoAmI' && !(await first.whoAmI().then(() => false, isAuth))) {
        throw error;
      }
      next ??= renewed();
      const other = await next;
      if (other === null || !FORGE_READS.has(operation)) {
        throw error;
      }
      return await call(other);
    }
  });
}
