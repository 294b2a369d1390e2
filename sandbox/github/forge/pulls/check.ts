import { mergeTree } from '../../../git/merge.ts';
import { branchSha } from '../../../git/refs.ts';
import type { ForgeInstance } from '../instance.ts';
import { gitDirOf } from '../state/lookup.ts';
import type { PullRecord } from '../state/model.ts';

/** Has it computed anew whether the two branches fit together; until then that is null. */
export function startCheck(instance: ForgeInstance, pull: PullRecord): void {
  if (pull.isClosed) {
    return;
  }
  pull.isMergeable = null;
  instance.store.changed();
  instance.background.later(instance.delays.mergeCheckMs, () =>
    instance.repositories.exclusively(pull.repositoryId, async () => {
      const gitDir = gitDirOf(instance, { id: pull.repositoryId });
      const base = await branchSha(gitDir, pull.baseBranch);
      if (!pull.isClosed && base !== null) {
        pull.isMergeable = (await mergeTree(gitDir, base, pull.headSha)) !== null;
        instance.store.changed();
        await instance.store.saved();
      }
    }),
  );
}

/** What a stop interrupted is computed again. */
export function resumeChecks(instance: ForgeInstance): void {
  for (const pull of instance.store.state.pulls.filter(({ isMergeable }) => isMergeable === null)) {
    startCheck(instance, pull);
  }
}
