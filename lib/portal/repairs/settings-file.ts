import type { Application, ApplicationSource } from '#lib/domain/application/application.ts';
import { prefixOf } from '#lib/domain/cluster/qualified.ts';
import { healthCheckIn } from '#lib/domain/wave/health-check.ts';
import type { RepositorySnapshot } from '../repository-snapshots.ts';
import type { RepairSources } from './repair.ts';

/** Where the GitOps repository makes `argocd-cm`, as far as its files tell. */
export type SettingsFile =
  | { state: 'missing' | 'there'; path: string }
  /** Several make it, and it cannot be told which of them Argo CD reads: others may be of another cluster, or examples. */
  | { state: 'ambiguous'; paths: string[] }
  | { state: 'not-found'; lookedAt: number };

/** Each is a question to the forge, the first time. */
const MOST_LOOKED_AT = 60;

/**
 * Looks for the file that makes Argo CD's settings: among what the application that brings them names itself and what
 * lies in its folders, then below these, then wherever a name speaks of Argo CD. Throws ExternalError.
 */
export async function findSettingsFile(sources: RepairSources, snapshot: RepositorySnapshot): Promise<SettingsFile> {
  const candidates = candidatesIn(sources, snapshot);
  for (const rank of RANKS) {
    const found = await lookInto(
      snapshot,
      candidates.filter((candidate) => candidate.rank === rank).map(({ path }) => path),
    );
    const [first, ...others] = found;
    if (first !== undefined) {
      return others.length === 0 ? first : { state: 'ambiguous', paths: found.map(({ path }) => path) };
    }
  }
  return { state: 'not-found', lookedAt: candidates.length };
}

const MOST_NAMED = 3;

/** Why none of several files is changed. */
export function severalInWords(paths: readonly string[]): string {
  const more = paths.length > MOST_NAMED ? ` and ${paths.length - MOST_NAMED} more` : '';
  return `${paths.length} files make argocd-cm, and which one this Argo CD reads cannot be told: ${paths.slice(0, MOST_NAMED).join(', ')}${more}`;
}

async function lookInto(snapshot: RepositorySnapshot, paths: readonly string[]) {
  const found: { state: 'missing' | 'there'; path: string }[] = [];
  for (const path of paths) {
    const content = await snapshot.read(path);
    const state = content === null ? null : healthCheckIn(content);
    if (state !== null) {
      found.push({ state, path });
    }
  }
  return found;
}

/** How surely Argo CD reads a file, most surely first. */
const RANKS = ['named', 'below', 'elsewhere'] as const;
type Candidate = { path: string; rank: (typeof RANKS)[number]; isCalledSo: boolean };

function candidatesIn({ engine, repository }: RepairSources, { paths }: RepositorySnapshot): Candidate[] {
  // The settings that are mended are those of the first cluster.
  const bringing = [...engine.applications.values()]
    .filter(({ id, destination }) => prefixOf(id) === null && destination.at === undefined)
    .filter(({ resources }) => resources.some(({ kind, name }) => kind === 'ConfigMap' && name === 'argocd-cm'));
  const isOurs = (application: Application, source: ApplicationSource) =>
    engine.reads({ ...application, sources: [source] }, repository.ref);
  const folders = bringing.flatMap((application) =>
    application.sources.flatMap((source) =>
      source.path === undefined || !isOurs(application, source) ? [] : [folderOf(source.path)],
    ),
  );
  const files = new Set(bringing.flatMap((application) => valueFilesOf(application, isOurs)));
  const rankOf = (path: string): Candidate['rank'] | null => {
    if (files.has(path) || folders.includes(path.slice(0, path.lastIndexOf('/') + 1))) {
      return 'named';
    }
    return folders.some((folder) => path.startsWith(folder)) ? 'below' : /argo-?cd/i.test(path) ? 'elsewhere' : null;
  };
  return [...paths]
    .filter((path) => /\.ya?ml$/i.test(path))
    .flatMap((path): Candidate[] => {
      const rank = rankOf(path);
      return rank === null ? [] : [{ path, rank, isCalledSo: /(^|\/)argocd-cm[^/]*$/i.test(path) }];
    })
    .toSorted(compareCandidates)
    .slice(0, MOST_LOOKED_AT);
}

/** What is called so comes first wherever it lies: what else lies in a folder may be too much to look at. */
function compareCandidates(a: Candidate, b: Candidate): number {
  return (
    Number(b.isCalledSo) - Number(a.isCalledSo) ||
    RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank) ||
    Number(/argo-?cd/i.test(b.path)) - Number(/argo-?cd/i.test(a.path)) ||
    (a.path < b.path ? -1 : 1)
  );
}

/** With a slash behind it; '' for the root of the repository, however that is written. */
function folderOf(path: string): string {
  return plainParts(path)
    .map((part) => `${part}/`)
    .join('');
}

/** Files of values that a chart of it is given, as `$ref/path` or relative to the folder of the chart. */
function valueFilesOf(
  application: Application,
  isOurs: (application: Application, source: ApplicationSource) => boolean,
): string[] {
  return application.sources.flatMap(({ helm, path }) =>
    (helm?.valueFiles ?? []).flatMap((file) => {
      const [, ref, within = ''] = /^\$([^/]+)\/(.+)$/.exec(file) ?? [];
      const source = application.sources.find((one) => (ref === undefined ? one.path === path : one.ref === ref));
      return source === undefined || !isOurs(application, source)
        ? []
        : [plainParts(ref === undefined ? `${path ?? ''}/${file}` : within).join('/')];
    }),
  );
}

function plainParts(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
