import type { Change } from '#lib/domain/change/change.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { isSame } from '#lib/domain/value/same.ts';
import type { Services, WatchedRepository } from './context.ts';

/** The repository of a change, as it is watched. Throws PortalError where it is not any more. */
export function watchedOf(
  { watched }: Pick<Services, 'watched'>,
  { repository }: Pick<Change, 'repository'>,
): WatchedRepository {
  const found = watched.find(({ ref }) => isSame(ref, repository));
  if (found === undefined) {
    throw new PortalError('unavailable', `The repository ${repository.path} is not watched here any more.`, {
      suggestion: 'Decide on the forge, or name it in gitops.watched of portolan.yaml again.',
    });
  }
  return found;
}
