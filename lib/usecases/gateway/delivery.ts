import { posix } from 'node:path';
import type { Application, ApplicationSource } from '#lib/domain/application/application.ts';
import { sourceFolder } from '#lib/domain/application/source-folder.ts';
import type { Services } from '#lib/portal/context.ts';
import type { RepositorySnapshot } from '#lib/portal/repository-snapshots.ts';
import { createReaders } from '#lib/portal/subjects-of.ts';

/** What makes another thing of a folder than the manifests that lie in it. */
const RULES_OF_FOLDERS = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
  'Chart.yaml',
  '.argocd-source.yaml',
];

type Of = Pick<Services, 'gateway' | 'engine' | 'repository'>;

/** Whether one more manifest beside a file would be delivered as it stands, for this application and no other. */
export function createDelivery(
  services: Of,
  application: Application,
  snapshot: RepositorySnapshot,
): (file: string) => boolean {
  const { repository, gateway } = services;
  const readersOf = createReaders(services, repository.ref);
  const sourceOf = createSources(services, application, snapshot, reachesAll);
  return (file) => {
    const isOfGateway = gateway !== null && file.startsWith(`${gateway.zone.folder}/`);
    return sourceOf(file) !== undefined && !isOfGateway && readersOf(file).length === 1;
  };
}

/**
 * The source of an application that a file may be of, from the branch that changes are made on, where nothing on the way makes another
 * thing of what lies there.
 * @param reaches whether what a source reads is surely all of a folder
 */
export function createSources(
  { engine, repository }: Of,
  application: Application,
  { paths }: RepositorySnapshot,
  reaches: (source: ApplicationSource, folder: string) => boolean,
): (file: string) => ApplicationSource | undefined {
  const rules = [...RULES_OF_FOLDERS, `.argocd-source-${application.name}.yaml`];
  const sources = application.sources.filter(
    (source) =>
      ['HEAD', repository.branch].includes(source.targetRevision) &&
      engine.reads({ ...application, sources: [source] }, repository.ref),
  );
  return (file) => {
    const folder = posix.dirname(file);
    const source = sources.find((one) => reaches(one, folder));
    const between = source === undefined ? [] : foldersFrom(sourceFolder(source), folder);
    return between.every((one) => rules.every((rule) => !paths.has(posix.join(one, rule)))) ? source : undefined;
  };
}

/** Every file that lies in it will be read. */
function reachesAll(source: ApplicationSource, folder: string): boolean {
  const own = sourceFolder(source);
  const isWithin = folder === own || (source.isRecursive === true && folder.startsWith(`${own}/`));
  return source.isSelective !== true && isWithin;
}

/** Some file that lies in it may be read. */
export function reachesSome(source: ApplicationSource, folder: string): boolean {
  return `${folder}/`.startsWith(`${sourceFolder(source)}/`);
}

/** A folder and every one on the way down to another. */
function foldersFrom(top: string, folder: string): string[] {
  return folder === top ? [top] : [...foldersFrom(top, posix.dirname(folder)), folder];
}
