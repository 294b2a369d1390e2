import { mergeTree } from '../../git/merge.ts';
import { branchSha } from '../../git/refs.ts';
import type { Instance } from '../instance.ts';
import { gitDirOf, mergeRequestById, projectById } from '../state/lookup.ts';
import type { MergeRequestRecord } from '../state/model.ts';
import { diffHeadSha } from './state.ts';

/**
 * Begins to find out in the background whether the branches merge: `unchecked` becomes `checking` for a moment. What
 * is known or under way already is left alone.
 */
export function startMergeCheck(instance: Instance, request: MergeRequestRecord): void {
  if (request.mergeStatus !== 'unchecked' || request.state !== 'opened') {
    return;
  }
  request.mergeStatus = 'checking';
  instance.store.changed();
  const { id, projectId } = request;
  instance.background.later(instance.delays.mergeCheckMs, () =>
    instance.repositories.exclusively(projectId, async () => {
      const current = mergeRequestById(instance.store.state, id);
      if (current.mergeStatus === 'checking') {
        await checkNow(instance, current);
        await instance.store.saved();
      }
    }),
  );
}

/** Finds out at once, as merging does. The caller holds the project's lock. */
export async function checkNow(instance: Instance, request: MergeRequestRecord): Promise<void> {
  if (request.state !== 'opened') {
    return;
  }
  const gitDir = gitDirOf(instance, projectById(instance.store.state, request.projectId));
  const [source, target] = await Promise.all([
    branchSha(gitDir, request.sourceBranch),
    branchSha(gitDir, request.targetBranch),
  ]);
  const tree = source === null || target === null ? null : await mergeTree(gitDir, target, diffHeadSha(request));
  request.mergeStatus = tree === null ? 'cannot_be_merged' : 'can_be_merged';
  instance.store.changed();
}

/** A branch of the request moved: what was known about merging is void. */
export function markUnchecked(instance: Instance, request: MergeRequestRecord): void {
  request.mergeStatus = 'unchecked';
  instance.store.changed();
}

/** What a stop interrupted is asked again when somebody looks. */
export function forgetRunningChecks(instance: Instance): void {
  for (const request of instance.store.state.mergeRequests) {
    if (request.mergeStatus === 'checking' || request.mergeStatus === 'preparing') {
      request.preparedAt ??= instance.clock.now();
      markUnchecked(instance, request);
    }
  }
}
