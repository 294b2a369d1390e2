import type { Application, ApplicationSource } from '#lib/domain/application/application.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Services } from './context.ts';

/** An application that may be changed in words, and where its files lie. Throws PortalError where that cannot be. */
export function requireEditable(
  services: Pick<Services, 'engine' | 'repository'>,
  id: string,
): { application: Application; within: string[] } {
  const application = services.engine.applications.get(id);
  if (application === undefined) {
    throw new PortalError('not-found', `${services.engine.name} has no application ${id}.`);
  }
  const within = editFoldersOf(services, application);
  if (within.length === 0) {
    throw new PortalError('refused', `Nothing of ${application.name} lies in the watched repository.`, {
      suggestion: 'Change it where its files are.',
    });
  }
  return { application, within };
}

/**
 * Where the manifests of an application lie in the watched repository, as patterns of `matchesPath`: its folders, and files of
 * values that a chart of another place is told. None where nothing of it lies there.
 */
export function editFoldersOf(
  { engine, repository }: Pick<Services, 'engine' | 'repository'>,
  application: Application,
): string[] {
  const isOurs = (source: ApplicationSource) => engine.reads({ ...application, sources: [source] }, repository.ref);
  const ours = application.sources.filter(isOurs);
  const folders = ours.map(({ path = '' }) => plain(path)).filter((path) => path !== '');
  const refs = ours.flatMap(({ ref }) => (ref === undefined ? [] : [`$${ref}/`]));
  const files = application.sources
    .flatMap(({ helm }) => helm?.valueFiles ?? [])
    .flatMap((file) => refs.filter((ref) => file.startsWith(ref)).map((ref) => plain(file.slice(ref.length))));
  return [...new Set([...folders.map((folder) => `${folder}/**`), ...files])];
}

function plain(path: string): string {
  return path.replace(/^\.?\/+|\/+$/g, '');
}
