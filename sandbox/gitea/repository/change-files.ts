import { branchSha, isValidBranchName } from '../../git/refs.ts';
import { listFiles, type TreeEntry } from '../../git/tree.ts';
import { type PathChange, type Signature, writeCommit } from '../../git/write-commit.ts';
import { canPushTo } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import { ApiError, conflict, forbidden, notFound, unprocessable } from '../rest/api-error.ts';
import { gitDirOf } from '../state/lookup.ts';
import type { RepositoryRecord, UserRecord } from '../state/model.ts';
import { cleanPath, type FileOperation, refuseInTheWay } from './file-operation.ts';
import { moveBranch, signatureOf } from './move-branch.ts';

export type ChangeWish = {
  /** Empty for the default branch. */
  branch: string;
  /** Made of `branch`; empty to commit onto it. */
  newBranch: string;
  message: string;
  author: Partial<Signature>;
  operations: readonly FileOperation[];
};

/** One commit of several files: ChangeRepoFiles of services/repository/files/update.go. Gives its number. */
export function changeFiles(
  instance: Instance,
  repository: RepositoryRecord,
  user: UserRecord,
  wish: ChangeWish,
): Promise<string> {
  return instance.repositories.exclusively(repository.id, async () => {
    const gitDir = gitDirOf(instance, repository);
    const from = wish.branch === '' ? repository.defaultBranch : wish.branch;
    const to = wish.newBranch === '' ? from : wish.newBranch;
    const parent = await branchSha(gitDir, from);
    if (parent === null) {
      throw notFound(`branch does not exist [repo_id: ${repository.id} name: ${from}]`);
    }
    await refuseBranch(gitDir, repository, user, { from, to });
    const files = await listFiles(gitDir, parent);
    const changes = wish.operations.flatMap((operation) => toChanges(files, operation));
    const committer = signatureOf(instance, user);
    const sha = await writeCommit(gitDir, {
      parent,
      message: `${wish.message.trim() === '' ? defaultMessage(wish.operations) : wish.message.trim()}\n`,
      author: { ...committer, ...wish.author },
      committer,
      changes,
    });
    const before = to === from ? parent : null;
    if (!(await moveBranch(instance, repository, user, { branch: to, before, after: sha }))) {
      throw conflict(`PushOutOfDate Error: ${to}`);
    }
    return sha;
  });
}

async function refuseBranch(
  gitDir: string,
  repository: RepositoryRecord,
  user: UserRecord,
  { from, to }: { from: string; to: string },
): Promise<void> {
  if (!(await isValidBranchName(gitDir, to))) {
    throw unprocessable('[NewBranch]: GitRefName');
  }
  if (to !== from && (await branchSha(gitDir, to)) !== null) {
    throw unprocessable(`branch already exists [name: ${to}]`);
  }
  if (!canPushTo(user, repository, to)) {
    throw forbidden(`user cannot commit to protected branch [branch: ${to}]`);
  }
}

function toChanges(files: ReadonlyMap<string, TreeEntry>, operation: FileOperation): PathChange[] {
  const path = cleanPath(operation.path);
  if (operation.operation === 'create') {
    refuseInTheWay(files, path);
    return [{ path, kind: 'write', mode: '100644', content: operation.content }];
  }
  const from = operation.fromPath === '' ? path : cleanPath(operation.fromPath);
  const there = files.get(from);
  if (there === undefined) {
    throw new ApiError(404, `repository file does not exist [path: ${from}]`);
  }
  if (operation.sha === '') {
    throw unprocessable('a SHA or commit ID must be proved when updating a file');
  }
  if (operation.sha !== there.sha) {
    throw unprocessable(`sha does not match [given: ${operation.sha}, expected: ${there.sha}]`);
  }
  if (operation.operation === 'delete') {
    return [{ path, kind: 'remove' }];
  }
  if (from !== path) {
    refuseInTheWay(files, path);
  }
  const written: PathChange = { path, kind: 'write', mode: there.mode, content: operation.content };
  return from === path ? [written] : [{ path: from, kind: 'remove' }, written];
}

function defaultMessage(operations: readonly FileOperation[]): string {
  const words = { create: 'Add', update: 'Update', delete: 'Delete' };
  return operations.map(({ operation, path }) => `${words[operation]} ${path}`).join('\n');
}
