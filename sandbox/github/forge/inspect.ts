import { listCommits } from '../../git/commits.ts';
import { branchSha, resolveCommit } from '../../git/refs.ts';
import { entryAt, readBlob } from '../../git/tree.ts';
import type { ForgeInstance } from './instance.ts';
import { reviewsOf } from './pulls/gates.ts';
import { statusesOf } from './pulls/statuses.ts';
import { gitDirOf, requirePull, requireRepository, userById } from './state/lookup.ts';
import type { PullRecord } from './state/model.ts';

export type InspectedCommit = { sha: string; message: string; parents: string[]; author: string; committer: string };

/** Reads the far side past the API, oldest first. */
export type Inspect = {
  branchSha(repository: string, branch: string): Promise<string | null>;
  file(repository: string, ref: string, path: string): Promise<string | null>;
  /** git's mode of what is at a path. */
  mode(repository: string, ref: string, path: string): Promise<string | null>;
  /** Newest first. */
  commits(repository: string, ref: string, limit?: number): Promise<InspectedCommit[]>;
  pulls(repository: string): readonly Readonly<PullRecord>[];
  reviews(repository: string, number: number): { login: string; state: string; commitSha: string }[];
  /** What people wrote under it and beside its lines. */
  comments(repository: string, number: number): { login: string; body: string }[];
  statuses(repository: string, sha: string): { context: string; state: string }[];
};

export function createInspect(instance: ForgeInstance): Inspect {
  const { state } = instance.store;
  const dirOf = (path: string) => gitDirOf(instance, requireRepository(state, path));
  const entry = async (path: string, ref: string, file: string) => {
    const sha = await resolveCommit(dirOf(path), ref);
    return sha === null ? null : await entryAt(dirOf(path), sha, file);
  };
  return {
    branchSha: (path, branch) => branchSha(dirOf(path), branch),
    async file(path, ref, file) {
      const found = await entry(path, ref, file);
      return found?.type === 'blob' ? (await readBlob(dirOf(path), found.sha)).toString('utf8') : null;
    },
    mode: async (path, ref, file) => (await entry(path, ref, file))?.mode ?? null,
    async commits(path, ref, limit = 20) {
      const sha = await resolveCommit(dirOf(path), ref);
      const found = sha === null ? [] : await listCommits(dirOf(path), { revisions: [sha], limit });
      return found.map(({ sha: id, message, parents, authorName, committerName }) => {
        return { sha: id, message, parents, author: authorName, committer: committerName };
      });
    },
    pulls: (path) => state.pulls.filter(({ repositoryId }) => repositoryId === requireRepository(state, path).id),
    reviews: (path, number) =>
      reviewsOf(instance, requirePull(state, path, number)).map(({ userId, state: word, commitSha }) => {
        return { login: userById(state, userId).login, state: word, commitSha };
      }),
    comments(path, number) {
      const pull = requirePull(state, path, number);
      return state.comments
        .filter((each) => each.repositoryId === pull.repositoryId && each.number === pull.number)
        .map(({ userId, body }) => ({ login: userById(state, userId).login, body }));
    },
    statuses: (path, sha) =>
      statusesOf(instance, requireRepository(state, path).id, sha)
        .toReversed()
        .map(({ context, state: word }) => ({ context, state: word })),
  };
}
