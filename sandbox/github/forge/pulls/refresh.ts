import { updateRefs, ZERO_SHA } from '../../../git/refs.ts';
import { runGit } from '../../../git/run-git.ts';
import type { ForgeInstance } from '../instance.ts';
import { gitDirOf, repositoryById } from '../state/lookup.ts';
import type { PendingPush, PullRecord } from '../state/model.ts';
import { startCheck } from './check.ts';

/** What a push changes of open pull requests. */
export async function refreshPulls(instance: ForgeInstance, push: PendingPush): Promise<void> {
  for (const pull of instance.store.state.pulls.filter(({ isClosed }) => !isClosed)) {
    if (pull.headRepositoryId === push.repositoryId && pull.headBranch === push.branch) {
      await takeHead(instance, pull, push.after);
    } else if (pull.repositoryId === push.repositoryId && pull.baseBranch === push.branch) {
      if (push.after === ZERO_SHA) {
        close(instance, pull);
      } else {
        startCheck(instance, pull);
      }
    }
  }
}

function close(instance: ForgeInstance, pull: PullRecord): void {
  pull.isClosed = true;
  pull.closedAt = instance.clock.now();
  instance.store.changed();
}

async function takeHead(instance: ForgeInstance, pull: PullRecord, sha: string): Promise<void> {
  if (sha === ZERO_SHA) {
    close(instance, pull);
    return;
  }
  if (pull.headSha === sha) {
    return;
  }
  await movePullRef(instance, pull, sha);
  const { state } = instance.store;
  const rule = repositoryById(state, pull.repositoryId).protections.find(({ branch }) => branch === pull.baseBranch);
  for (const review of state.reviews) {
    const isOfThis = review.repositoryId === pull.repositoryId && review.number === pull.number;
    if (isOfThis && rule?.dismissesStale === true && review.state === 'APPROVED') {
      review.state = 'DISMISSED';
    }
  }
  pull.updatedAt = instance.clock.now();
  startCheck(instance, pull);
}

/** GitHub's own ref keeps the commits when the branch is gone, and brings those of a fork into the repository. */
export async function movePullRef(instance: ForgeInstance, pull: PullRecord, sha: string): Promise<void> {
  const gitDir = gitDirOf(instance, { id: pull.repositoryId });
  if (pull.headRepositoryId !== pull.repositoryId) {
    await runGit(gitDir, ['fetch', '--quiet', gitDirOf(instance, { id: pull.headRepositoryId }), sha]);
  }
  const before = pull.headSha === '' ? ZERO_SHA : pull.headSha;
  await updateRefs(gitDir, [{ ref: `refs/pull/${pull.number}/head`, before, after: sha }]);
  pull.headSha = sha;
  instance.store.changed();
}
