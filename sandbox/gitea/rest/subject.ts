import { branchSha, resolveCommit } from '../../git/refs.ts';
import { runGit } from '../../git/run-git.ts';
import { mayAtLeast } from '../access/rights.ts';
import { findPull, findRepository, gitDirOf, pathOf } from '../state/lookup.ts';
import type { Permission, PullRecord, RepositoryRecord } from '../state/model.ts';
import type { ApiCall } from './api-call.ts';
import { ApiError, forbidden, notFound } from './api-error.ts';

export type Subject = { repository: RepositoryRecord; gitDir: string };

/** The repository of `:owner/:repo`. One that the caller may not see is 404, like one that is not there. */
export function repositoryOf(call: ApiCall, wanted: Permission = 'read'): Subject {
  const { instance, params, caller } = call;
  const repository = findRepository(instance.store.state, `${params.owner}/${params.repo}`);
  const user = caller?.user ?? null;
  if (repository === null || !mayAtLeast(user, repository, 'read')) {
    throw notFound();
  }
  if (wanted !== 'read' && !mayAtLeast(call.user(), repository, wanted)) {
    throw forbidden('user should have a permission to write to a repo');
  }
  return { repository, gitDir: gitDirOf(instance, repository) };
}

/** For what changes it: 423 where the repository is only kept. */
export function writableOf(call: ApiCall, wanted: Permission = 'write'): Subject {
  const subject = repositoryOf(call, wanted);
  call.user();
  if (subject.repository.isArchived) {
    throw new ApiError(423, `${pathOf(call.instance.store.state, subject.repository)} is archived`);
  }
  return subject;
}

export function pullOf(call: ApiCall, subject: Subject = repositoryOf(call)): Subject & { pull: PullRecord } {
  const index = call.params.index ?? '';
  const pull = findPull(call.instance.store.state, subject.repository.id, /^\d+$/.test(index) ? Number(index) : -1);
  if (pull === null) {
    throw notFound();
  }
  return { ...subject, pull };
}

export type RefKind = 'branch' | 'tag' | 'commit';

/**
 * What a `ref` stands for, in the order of ResolveRefCommit in routers/api/v1/utils/git.go: a branch comes first, also one
 * that is named like a commit.
 */
export async function resolveRef(gitDir: string, ref: string): Promise<{ sha: string; kind: RefKind }> {
  const branch = await branchSha(gitDir, ref);
  if (branch !== null) {
    return { sha: branch, kind: 'branch' };
  }
  const sha = ref === 'HEAD' ? null : await resolveCommit(gitDir, ref);
  if (sha === null) {
    throw notFound(`object does not exist [id: ${ref}, rel_path: ]`);
  }
  return { sha, kind: sha.startsWith(ref) ? 'commit' : 'tag' };
}

/** An object by its full number, a commit before any name: `GetTree` and `GetCommit` of modules/git look no further. */
export async function objectOf(
  gitDir: string,
  name: string,
  types: readonly string[],
): Promise<{ sha: string; type: string }> {
  const sha = /^[0-9a-f]{40}$/.test(name) ? name : await resolveCommit(gitDir, name);
  if (sha !== null) {
    const { exitCode, text } = await runGit(gitDir, ['cat-file', '-t', sha], { exitCodes: [0, 1, 128] });
    const type = text.trim();
    if (exitCode === 0 && types.includes(type)) {
      return { sha, type };
    }
  }
  throw notFound(`object does not exist [id: ${name}, rel_path: ]`);
}
