import type { Application } from '#lib/domain/application/application.ts';
import type { ChangeSubject } from '#lib/domain/change/change.ts';
import type { Services } from './context.ts';

/** For a path, the applications that read the innermost folder which holds it. */
export function createReaders({
  engine,
  repository,
}: Pick<Services, 'engine' | 'repository'>): (path: string) => Application[] {
  const readers = [...engine.applications.values()].flatMap((application) =>
    application.sources.flatMap((source) => {
      const folder = (source.path ?? '').replace(/^\.?\/+|\/+$/g, '');
      const isRead = folder !== '' && engine.reads({ ...application, sources: [source] }, repository.ref);
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
  services: Pick<Services, 'engine' | 'repository'>,
  paths: readonly string[],
): ChangeSubject[] {
  const subjects = paths.flatMap(createReaders(services));
  return [
    ...new Map(
      subjects.map(({ id, destination, wave }) => [id, { application: id, namespace: destination.namespace, wave }]),
    ).values(),
  ];
}
