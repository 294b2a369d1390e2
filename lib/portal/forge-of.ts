import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { RepositoryRef } from '#lib/domain/repository/path.ts';
import type { ConnectedForge, Services } from './context.ts';

type Of = Pick<RepositoryRef, 'forgeId'>;

/** The forge on which a repository is; undefined where the configuration does not name it any more. */
export function findForge({ forges }: Pick<Services, 'forges'>, { forgeId }: Of): ConnectedForge | undefined {
  return forges.find(({ host }) => host.id === forgeId);
}

/** The same. Throws PortalError where it is not configured. */
export function forgeOf(services: Pick<Services, 'forges'>, of: Of): ConnectedForge {
  const found = findForge(services, of);
  if (found === undefined) {
    throw new PortalError('unavailable', `The forge ${of.forgeId} is not configured here any more.`, {
      suggestion: 'Decide there, or name it in forges of portolan.yaml again.',
    });
  }
  return found;
}

/** For people; its id where nothing else is known of it. */
export function forgeName(services: Pick<Services, 'forges'>, of: Of): string {
  return findForge(services, of)?.host.name ?? of.forgeId;
}

/** That of the repository that changes go to which are made here. */
export function ownForge(services: Pick<Services, 'forges' | 'repository'>): ConnectedForge {
  return forgeOf(services, services.repository.ref);
}
