import { mergeTree, rebase, writeMerge } from '../../../git/merge.ts';
import { branchSha } from '../../../git/refs.ts';
import { commitTree } from '../../../git/write-commit.ts';
import { ApiError } from '../../rest/api-error.ts';
import { mayAtLeast } from '../access.ts';
import type { ForgeInstance } from '../instance.ts';
import { moveBranch, signatureOf } from '../repository/move-branch.ts';
import { gitDirOf, repositoryById } from '../state/lookup.ts';
import type { MergeSettings, PullRecord, RepositoryRecord, UserRecord } from '../state/model.ts';
import { gateOf } from './gates.ts';

export type MergeMethod = 'merge' | 'squash' | 'rebase';
export type MergeWish = { method: MergeMethod; sha: string | null; title: string | null; message: string | null };

const notAllowed = (message: string) => new ApiError(405, message);
const WORDS: Readonly<Record<keyof MergeSettings & MergeMethod, string>> = {
  merge: 'Merge commits are not allowed on this repository.',
  squash: 'Squash merges are not allowed on this repository.',
  rebase: 'Rebase merges are not allowed on this repository.',
};

/** Gives the commit that the target stands at afterwards. */
export function mergePull(
  instance: ForgeInstance,
  pull: PullRecord,
  user: UserRecord,
  wish: MergeWish,
): Promise<string> {
  return instance.repositories.exclusively(pull.repositoryId, async () => {
    const repository = repositoryById(instance.store.state, pull.repositoryId);
    await refuseUnready(instance, repository, pull, user, wish);
    const gitDir = gitDirOf(instance, repository);
    const source = gitDirOf(instance, { id: pull.headRepositoryId });
    const [head, base] = await Promise.all([branchSha(source, pull.headBranch), branchSha(gitDir, pull.baseBranch)]);
    if (head !== pull.headSha || (wish.sha !== null && wish.sha !== head)) {
      throw new ApiError(409, 'Head branch was modified. Review and try the merge again.');
    }
    const after = base === null ? null : await write({ instance, gitDir, user, head, base, pull, wish });
    if (after === null) {
      throw notAllowed('Pull Request is not mergeable');
    }
    await moveBranch(instance, repository, user, { branch: pull.baseBranch, before: base, after, isMerge: true });
    const now = instance.clock.now();
    const merged = { isClosed: true, closedAt: now, mergedAt: now, updatedAt: now };
    Object.assign(pull, { ...merged, mergedSha: after, mergerId: user.id });
    instance.store.changed();
    if (repository.mergeSettings.deletesBranch && pull.headRepositoryId === repository.id) {
      await moveBranch(instance, repository, user, { branch: pull.headBranch, before: head, after: null });
    }
    return after;
  });
}

async function refuseUnready(
  instance: ForgeInstance,
  repository: RepositoryRecord,
  pull: PullRecord,
  user: UserRecord,
  { method }: MergeWish,
): Promise<void> {
  if (pull.isClosed || pull.isMergeable === false) {
    throw notAllowed('Pull Request is not mergeable');
  }
  if (pull.isDraft) {
    throw notAllowed('Pull Request is still a draft');
  }
  if (!repository.mergeSettings[method]) {
    throw notAllowed(WORDS[method]);
  }
  const gate = await gateOf(instance, pull);
  if (gate !== null && !mayAtLeast(user, repository, 'admin')) {
    throw notAllowed(gate.words);
  }
}

type Merge = {
  instance: ForgeInstance;
  gitDir: string;
  user: UserRecord;
  head: string;
  base: string;
  pull: PullRecord;
  wish: MergeWish;
};

/** The commit that each method makes of the two branches; null where they do not fit together. */
async function write({ instance, gitDir, user, head, base, pull, wish }: Merge): Promise<string | null> {
  const by = signatureOf(instance, user);
  if (wish.method === 'rebase') {
    return rebase(gitDir, { source: head, target: base, by, scratchPath: instance.repositories.scratchPath() });
  }
  const title = wish.title ?? `Merge pull request #${pull.number} from ${pull.headBranch}`;
  const message = `${title}\n\n${wish.message ?? pull.title}\n`;
  if (wish.method === 'squash') {
    const tree = await mergeTree(gitDir, base, head);
    return tree === null ? null : commitTree(gitDir, { tree, parents: [base], message, author: by, committer: by });
  }
  const written = await writeMerge(gitDir, { target: base, source: head, message, by, squash: null });
  return written?.mergeSha ?? null;
}
