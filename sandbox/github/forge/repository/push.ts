import { isAncestor, ZERO_SHA } from '../../../git/refs.ts';
import type { ForgeInstance } from '../instance.ts';
import { refreshPulls } from '../pulls/refresh.ts';
import { gitDirOf } from '../state/lookup.ts';
import type { ActivityType, PendingPush } from '../state/model.ts';

/**
 * Notes that a branch was moved. The rest (activities, pull requests) is done by jobs after the push was answered; it is
 * kept in the state, so that a restart does not lose it.
 */
export function queuePush(instance: ForgeInstance, push: Omit<PendingPush, 'id'>): void {
  const { store } = instance;
  const pending = { ...push, id: store.nextId('push') };
  store.state.pendingPushes.push(pending);
  store.changed();
  schedule(instance, pending);
}

/** Takes up the pushes that a stop left behind. */
export function resumePushes(instance: ForgeInstance): void {
  for (const pending of instance.store.state.pendingPushes) {
    schedule(instance, pending);
  }
}

function schedule(instance: ForgeInstance, pending: PendingPush): void {
  instance.background.later(instance.delays.afterPushMs, () =>
    instance.repositories.exclusively(pending.repositoryId, () => processPush(instance, pending)),
  );
}

async function processPush(instance: ForgeInstance, pending: PendingPush): Promise<void> {
  const { store, clock } = instance;
  const { repositoryId, userId, branch, before, after } = pending;
  store.state.activities.push({
    id: store.nextId('activity'),
    repositoryId,
    userId,
    branch,
    before,
    after,
    type: await typeOf(instance, pending),
    createdAt: clock.now(),
  });
  await refreshPulls(instance, pending);
  store.state.pendingPushes = store.state.pendingPushes.filter(({ id }) => id !== pending.id);
  store.changed();
  await store.saved();
}

async function typeOf(
  instance: ForgeInstance,
  { repositoryId, before, after, isMerge }: PendingPush,
): Promise<ActivityType> {
  if (before === ZERO_SHA) {
    return 'branch_creation';
  }
  if (after === ZERO_SHA) {
    return 'branch_deletion';
  }
  const isForward = await isAncestor(gitDirOf(instance, { id: repositoryId }), before, after);
  return isMerge ? 'pr_merge' : isForward ? 'push' : 'force_push';
}
