import { countCommits, readCommit } from '../../git/commits.ts';
import { branchSha, mergeBase, ZERO_SHA } from '../../git/refs.ts';
import type { Instance } from '../instance.ts';
import { refreshAfterPush } from '../merge-requests/refresh.ts';
import { createPushPipeline } from '../pipelines/create.ts';
import { gitDirOf, projectById, userById } from '../state/lookup.ts';
import type { PendingPush, ProjectRecord, PushRecord } from '../state/model.ts';
import { sendPushHooks } from '../webhooks/push-hook.ts';

export type Push = Omit<PendingPush, 'id'>;

const BRANCH = 'refs/heads/';
const TAG = 'refs/tags/';

/**
 * Notes that a ref was moved. The rest (event, pipeline, merge requests, hooks) is done in the background, as GitLab
 * does it after the push was answered; it is kept in the state, so that a restart does not lose it.
 */
export function recordPush(instance: Instance, push: Push): void {
  const { store } = instance;
  const pending = { ...push, id: store.nextId('push') };
  store.state.pendingPushes.push(pending);
  projectById(store.state, push.projectId).lastActivityAt = instance.clock.now();
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
    instance.repositories.exclusively(pending.projectId, () => processPush(instance, pending)),
  );
}

async function processPush(instance: Instance, pending: PendingPush): Promise<void> {
  const { store } = instance;
  const project = projectById(store.state, pending.projectId);
  const record = await describePush(instance, project, pending);
  if (record !== null) {
    store.state.events.push({
      id: store.nextId('event'),
      projectId: project.id,
      authorId: pending.userId,
      createdAt: instance.clock.now(),
      kind: 'push',
      push: record,
    });
  }
  if (record?.refType === 'branch') {
    if (record.action !== 'removed') {
      await createPushPipeline(instance, project, record.ref, pending);
    }
    await refreshAfterPush(instance, project, record.ref, pending);
  }
  store.state.pendingPushes = store.state.pendingPushes.filter((each) => each.id !== pending.id);
  store.changed();
  await store.saved();
  await sendPushHooks(instance, project, userById(store.state, pending.userId), pending);
}

async function describePush(instance: Instance, project: ProjectRecord, push: Push): Promise<PushRecord | null> {
  const isBranch = push.ref.startsWith(BRANCH);
  if (!isBranch && !push.ref.startsWith(TAG)) {
    return null;
  }
  const ref = push.ref.slice((isBranch ? BRANCH : TAG).length);
  const refType = isBranch ? 'branch' : 'tag';
  if (push.after === ZERO_SHA) {
    return {
      action: 'removed',
      refType,
      ref,
      commitFrom: push.before,
      commitTo: null,
      commitCount: 0,
      commitTitle: null,
    };
  }
  const gitDir = gitDirOf(instance, project);
  const isNew = push.before === ZERO_SHA;
  const since = isNew ? await startOfNewBranch(gitDir, project, ref, push.after) : push.before;
  const { title } = await readCommit(gitDir, push.after);
  return {
    action: isNew ? 'created' : 'pushed',
    refType,
    ref,
    commitFrom: isNew ? null : push.before,
    commitTo: push.after,
    commitCount: await countCommits(gitDir, push.after, since),
    commitTitle: title.slice(0, 70),
  };
}

/** New branches are counted from where they leave the default branch. */
async function startOfNewBranch(
  gitDir: string,
  project: ProjectRecord,
  ref: string,
  after: string,
): Promise<string | null> {
  const main = ref === project.defaultBranch ? null : await branchSha(gitDir, project.defaultBranch);
  return main === null ? null : mergeBase(gitDir, [main, after]);
}
