import { prefixOf } from '#lib/domain/cluster/qualified.ts';
import { healthCheckIn } from '#lib/domain/wave/health-check.ts';
import type { RepositorySnapshot } from '../repository-snapshots.ts';
import type { RepairSources } from './repair.ts';

/** Where the GitOps repository makes `argocd-cm`, as far as its files tell. */
export type SettingsFile = { state: 'missing' | 'there'; path: string } | { state: 'not-found'; lookedAt: number };

/** Each is a question to the forge, the first time. */
const MOST_LOOKED_AT = 60;

/**
 * Looks for the file that makes Argo CD's settings: first in the folders of the application that brings them, then
 * wherever a name speaks of Argo CD. Throws ExternalError.
 */
export async function findSettingsFile(sources: RepairSources, snapshot: RepositorySnapshot): Promise<SettingsFile> {
  const candidates = candidatesIn(sources, snapshot).slice(0, MOST_LOOKED_AT);
  for (const path of candidates) {
    const content = await snapshot.read(path);
    const state = content === null ? null : healthCheckIn(content);
    if (state !== null) {
      return { state, path };
    }
  }
  return { state: 'not-found', lookedAt: candidates.length };
}

function candidatesIn({ engine, repository }: RepairSources, { paths }: RepositorySnapshot): string[] {
  // The settings that are mended are those of the first cluster.
  const folders = [...engine.applications.values()]
    .filter(({ id, destination }) => prefixOf(id) === null && destination.at === undefined)
    .filter(({ resources }) => resources.some(({ kind, name }) => kind === 'ConfigMap' && name === 'argocd-cm'))
    .filter((application) => engine.reads(application, repository.ref))
    .flatMap(({ sources }) =>
      sources.flatMap(({ path }) => (path === undefined ? [] : [`${path.replace(/\/$/, '')}/`])),
    );
  const rank = (path: string): number => {
    if (/(^|\/)argocd-cm[^/]*$/i.test(path)) {
      return 0;
    }
    return folders.some((folder) => path.startsWith(folder)) ? 1 : /argo-?cd/i.test(path) ? 2 : 3;
  };
  return [...paths]
    .filter((path) => /\.ya?ml$/i.test(path))
    .map((path) => ({ path, rank: rank(path) }))
    .filter((candidate) => candidate.rank < 3)
    .toSorted((a, b) => a.rank - b.rank || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path);
}
