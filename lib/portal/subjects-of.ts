import type { Application } from '#lib/domain/application/application.ts';
import { sourceFolder } from '#lib/domain/application/source-folder.ts';
import type { ChangeSubject } from '#lib/domain/change/change.ts';
import type { RepositoryRef } from '#lib/domain/repository/path.ts';
import type { Services } from './context.ts';

/** For a path of a repository, the applications that read the innermost folder which holds it. */
export function createReaders(
  { engine }: Pick<Services, 'engine'>,
  repository: RepositoryRef,
): (path: string) => Application[] {
  const readers = [...engine.applications.values()].flatMap((application) =>
    application.sources.flatMap((source) => {
      const folder = sourceFolder(source);
      const isRead = folder !== '' && engine.reads({ ...application, sources: [source] }, repository);
      return isRead ? [{ application, folder }] : [];
    }),
  );
  return (path) => {
    const holding = readers.filter(({ folder }) => path.startsWith(`${folder}/`));
    const innermost = Math.max(...holding.map(({ folder }) => folder.length));
    return holding.filter(({ folder }) => folder.length === innermost).map(({ application }) => application);
  };
}

/**
 * The applications that deliver these files: those that read the innermost folder which holds them. Objects that a model named
 * bring no application of their own, so this is what their delivery is followed by.
 */
export function subjectsOf(
  services: Pick<Services, 'engine'>,
  repository: RepositoryRef,
  paths: readonly string[],
): ChangeSubject[] {
  const subjects = paths.flatMap(createReaders(services, repository));
  return [
    ...new Map(
      subjects.map(({ id, destination, wave }) => [id, { application: id, namespace: destination.namespace, wave }]),
    ).values(),
  ];
}
