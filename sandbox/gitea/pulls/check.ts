import { mergeTree } from '../../git/merge.ts';
import { branchSha, mergeBase } from '../../git/refs.ts';
import type { Instance } from '../instance.ts';
import { gitDirOf, repositoryById } from '../state/lookup.ts';
import type { PullRecord } from '../state/model.ts';

/** Puts a pull request back into the queue that tests it for conflicts; until then it is not mergeable. */
export function startCheck(instance: Instance, pull: PullRecord): void {
  if (pull.isClosed) {
    return;
  }
  pull.check = 'checking';
  instance.store.changed();
  instance.background.later(instance.delays.mergeCheckMs, () =>
    instance.repositories.exclusively(pull.repositoryId, async () => {
      if (pull.check === 'checking') {
        await checkNow(instance, pull);
        await instance.store.saved();
      }
    }),
  );
}

/** The test itself: TestPatch of services/pull/patch.go. The caller holds the repository's lock. */
export async function checkNow(instance: Instance, pull: PullRecord): Promise<void> {
  const gitDir = gitDirOf(instance, repositoryById(instance.store.state, pull.repositoryId));
  const base = await branchSha(gitDir, pull.baseBranch);
  if (pull.isClosed || base === null) {
    return;
  }
  pull.mergeBase = await mergeBase(gitDir, [base, pull.headSha]);
  pull.check = (await mergeTree(gitDir, base, pull.headSha)) === null ? 'conflict' : 'mergeable';
  instance.store.changed();
}

/** What a stop interrupted is tested again. */
export function resumeChecks(instance: Instance): void {
  for (const pull of instance.store.state.pulls.filter(({ check }) => check === 'checking')) {
    startCheck(instance, pull);
  }
}
