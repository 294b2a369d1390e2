import { countChangedFiles } from '../../git/diff.ts';
import { branchSha, mergeBase } from '../../git/refs.ts';
import type { Instance } from '../instance.ts';
import { gitDirOf, projectById } from '../state/lookup.ts';
import type { MergeRequestRecord } from '../state/model.ts';

type Subject = Pick<MergeRequestRecord, 'projectId' | 'sourceBranch' | 'targetBranch' | 'versions' | 'changesCount'>;

/** Compares the branches as they are now and appends what it finds to the request's versions. */
export async function addVersion(instance: Instance, request: Subject): Promise<void> {
  const gitDir = gitDirOf(instance, projectById(instance.store.state, request.projectId));
  const [head, target] = await Promise.all([
    branchSha(gitDir, request.sourceBranch),
    branchSha(gitDir, request.targetBranch),
  ]);
  if (head === null || target === null) {
    return;
  }
  const base = (await mergeBase(gitDir, [target, head])) ?? target;
  request.changesCount = await countChangedFiles(gitDir, base, head);
  request.versions.push({
    id: instance.store.nextId('version'),
    headSha: head,
    baseSha: base,
    startSha: target,
    createdAt: instance.clock.now(),
  });
  instance.store.changed();
}
