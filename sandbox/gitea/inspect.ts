import { listCommits } from '../git/commits.ts';
import { branchSha, resolveCommit } from '../git/refs.ts';
import { entryAt, readBlob } from '../git/tree.ts';
import type { Instance } from './instance.ts';
import { reviewsOf } from './pulls/gates.ts';
import { statusesOf } from './pulls/statuses.ts';
import { timelineOf } from './pulls/timeline.ts';
import { gitDirOf, pullsOf, requirePull, requireRepository, userById } from './state/lookup.ts';
import type { PullRecord } from './state/model.ts';

export type InspectedCommit = { sha: string; message: string; parents: string[]; author: string; committer: string };

export type InspectedReview = {
  login: string;
  state: string;
  commitSha: string;
  isStale: boolean;
  isDismissed: boolean;
};

/** Reads the far side past the API, oldest first. */
export type Inspect = {
  branchSha(repository: string, branch: string): Promise<string | null>;
  file(repository: string, ref: string, path: string): Promise<string | null>;
  commits(repository: string, ref: string, limit?: number): Promise<InspectedCommit[]>;
  pulls(repository: string): readonly Readonly<PullRecord>[];
  reviews(repository: string, index: number): InspectedReview[];
  /** What people wrote under it and beside its lines. */
  comments(repository: string, index: number): { login: string; body: string }[];
  statuses(repository: string, sha: string): { context: string; state: string }[];
  labels(repository: string): string[];
};

export function createInspect(instance: Instance): Inspect {
  const { state } = instance.store;
  const dirOf = (path: string) => gitDirOf(instance, requireRepository(state, path));
  const loginOf = (id: number) => userById(state, id).login;
  return {
    branchSha: (path, branch) => branchSha(dirOf(path), branch),
    async file(path, ref, file) {
      const sha = await resolveCommit(dirOf(path), ref);
      const entry = sha === null ? null : await entryAt(dirOf(path), sha, file);
      return entry?.type === 'blob' ? (await readBlob(dirOf(path), entry.sha)).toString('utf8') : null;
    },
    async commits(path, ref, limit = 50) {
      const sha = await resolveCommit(dirOf(path), ref);
      const found = sha === null ? [] : await listCommits(dirOf(path), { revisions: [sha], limit });
      return found.map(({ sha: id, message, parents, authorName, committerName }) => ({
        sha: id,
        message,
        parents,
        author: authorName,
        committer: committerName,
      }));
    },
    pulls: (path) => pullsOf(state, requireRepository(state, path).id).toReversed(),
    reviews: (path, index) =>
      reviewsOf(instance, requirePull(state, path, index)).map((review) => ({
        login: loginOf(review.userId),
        state: review.state,
        commitSha: review.commitSha,
        isStale: review.isStale,
        isDismissed: review.isDismissed,
      })),
    comments: (path, index) =>
      timelineOf(instance, requirePull(state, path, index))
        .filter(({ type }) => type === 'comment' || type === 'code')
        .map(({ userId, body }) => ({ login: loginOf(userId), body })),
    statuses: (path, sha) =>
      statusesOf(instance, requireRepository(state, path).id, sha)
        .toReversed()
        .map(({ context, state: told }) => ({ context, state: told })),
    labels: (path) => requireRepository(state, path).labels.map(({ name }) => name),
  };
}
