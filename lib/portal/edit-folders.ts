import type { Application } from '#lib/domain/application/application.ts';
import { sourceFolder } from '#lib/domain/application/source-folder.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { APP_NAME, isPlatforms } from '#lib/domain/gateway/app-name.ts';
import { pathProblem } from '#lib/domain/repository/path.ts';
import { hasData } from '#lib/domain/source/source.ts';
import type { Services } from './context.ts';

/** An application that may be changed in words, and where its files lie. Throws PortalError where that cannot be. */
export function requireEditable(
  services: Pick<Services, 'engine' | 'repository'>,
  id: string,
): { application: Application; within: string[] } {
  const { applications, name } = services.engine;
  const application = applications.get(id);
  if (application === undefined && !hasData(applications.source)) {
    throw new PortalError('unavailable', `${name} was not heard of yet, so nobody can say what ${id} is.`, {
      suggestion: 'It goes on when the cluster answers: the page of connections says what is in the way.',
    });
  }
  if (application === undefined) {
    throw new PortalError('not-found', `${name} has no application ${id}.`);
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
 * The folders of the watched repository that an application reads, as patterns of `matchesPath`. None where nothing of it lies
 * there, and none for a folder that is no plain path: what stands in an Application is somebody's text, and a `*` in it no pattern.
 */
export function editFoldersOf(
  { engine, repository }: Pick<Services, 'engine' | 'repository'>,
  application: Application,
): string[] {
  const folders = application.sources
    .filter((source) => engine.reads({ ...application, sources: [source] }, repository.ref))
    .map(sourceFolder)
    .filter((path) => pathProblem(path) === null);
  return [...new Set(folders.map((folder) => `${folder}/**`))];
}

/** Whether it may be changed in words, as far as that can be told without reading its files. */
export function isEditable(services: Pick<Services, 'engine' | 'repository'>, application: Application): boolean {
  const { name } = application;
  return APP_NAME.test(name) && !isPlatforms(name) && editFoldersOf(services, application).length > 0;
}
