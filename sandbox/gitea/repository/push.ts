import { ZERO_SHA } from '../../git/refs.ts';
import type { Instance } from '../instance.ts';
import { refreshPulls } from '../pulls/refresh.ts';
import { repositoryById } from '../state/lookup.ts';
import type { PendingPush } from '../state/model.ts';
import { recordActivity } from './activity.ts';
import { describePush } from './describe-push.ts';

/**
 * Notes that a branch was moved. The rest (the feed, pull requests) is done by a queue, as Gitea does it after the push
 * was answered; it is kept in the state, so that a restart does not lose it.
 */
export function queuePush(instance: Instance, push: Omit<PendingPush, 'id'>): void {
  const { store } = instance;
  const pending = { ...push, id: store.nextId('push') };
  store.state.pendingPushes.push(pending);
  repositoryById(store.state, push.repositoryId).updatedAt = instance.clock.now();
  store.changed();
  schedule(instance, pending);
}

/** Takes up the pushes that a stop left behind. */
export function resumePushes(instance: Instance): void {
  for (const pending of instance.store.state.pendingPushes) {
    schedule(instance, pending);
  }
}

function schedule(instance: Instance, pending: PendingPush): void {
  instance.background.later(instance.delays.afterPushMs, () =>
    instance.repositories.exclusively(pending.repositoryId, () => processPush(instance, pending)),
  );
}

/** pushUpdates of services/repository/push.go. */
async function processPush(instance: Instance, pending: PendingPush): Promise<void> {
  const { store } = instance;
  const push = { ...pending, refName: `refs/heads/${pending.branch}` };
  if (pending.after === ZERO_SHA) {
    recordActivity(instance, push, 'delete_branch', '');
  } else {
    if (pending.before === ZERO_SHA) {
      // CreateRef of services/feed/notifier.go: a new branch is told twice, first without a word.
      recordActivity(instance, push, 'commit_repo', '');
    }
    recordActivity(instance, push, 'commit_repo', JSON.stringify(await describePush(instance, pending)));
  }
  await refreshPulls(instance, pending);
  store.state.pendingPushes = store.state.pendingPushes.filter(({ id }) => id !== pending.id);
  store.changed();
  await store.saved();
}
