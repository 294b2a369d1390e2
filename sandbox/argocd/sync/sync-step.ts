import type { KubeObject } from '../../kubernetes/object.ts';
import { keyText, resourceKeyOf } from '../application/resource-key.ts';
import { collectTasks } from './collect-tasks.ts';
import { deleteHook, releaseHook, runTasks } from './run-tasks.ts';
import { type SyncContext, setOutcome } from './sync-context.ts';
import {
  hasDeletePolicy,
  isCompleted,
  isHookTask,
  isPending,
  isPrune,
  isRunning,
  isSuccessful,
  type OperationPhase,
  type SyncTask,
  taskName,
  taskObject,
  taskWave,
} from './sync-task.ts';

/** How a hook's object stands: sync/sync_context.go, getOperationPhase. */
function hookPhase(context: SyncContext, live: KubeObject): [phase: OperationPhase, message: string] {
  const health = context.healthOf(live);
  if (health === null) {
    return ['Succeeded', `${live.metadata.name} created`];
  }
  const message = health.message ?? '';
  switch (health.status) {
    case 'Unknown':
    case 'Degraded':
      return ['Failed', message];
    case 'Progressing':
    case 'Suspended':
      return ['Running', message];
    default:
      return ['Succeeded', message === '' ? `${live.metadata.name} created` : message];
  }
}

/** Looks at what was applied and is not known to be done. */
function updateRunning(context: SyncContext, tasks: readonly SyncTask[]): void {
  for (const task of tasks.filter((one) => isRunning(one) && one.live !== null)) {
    const live = task.live as KubeObject;
    if (isHookTask(task)) {
      const [phase, message] = hookPhase(context, live);
      context.results.set(task, '', phase, message);
      continue;
    }
    const health = context.healthOf(live);
    if (health === null) {
      context.results.set(task, task.status, 'Succeeded', task.message);
    } else if (health.status === 'Healthy') {
      context.results.set(task, task.status, 'Succeeded', health.message ?? '');
    } else if (health.status === 'Degraded') {
      context.results.set(task, task.status, 'Failed', health.message ?? '');
    }
  }
}

function waitFor(context: SyncContext, tasks: readonly SyncTask[], isDeletion = false): void {
  const [first] = tasks;
  if (first === undefined) {
    return;
  }
  const hook = isHookTask(first);
  const what = isDeletion ? 'deletion of' : hook ? 'completion of hook' : 'healthy state of';
  const more = tasks.length > 1 ? ` and ${tasks.length - 1} more ${hook ? 'hooks' : 'resources'}` : '';
  setOutcome(context, 'Running', `waiting for ${what} ${taskName(first)}${more}`);
}

function withReasons(message: string, tasks: readonly SyncTask[]): string {
  const reasons = [...new Set(tasks.map((task) => task.message))];
  return reasons.length === 0 ? message : `${message}, reason: ${reasons.join(',')}`;
}

/** Ends the operation, after the SyncFail hooks have had their turn. */
function fail(
  context: SyncContext,
  failTasks: readonly SyncTask[],
  failedTasks: readonly SyncTask[],
  message: string,
): void {
  const text = withReasons(message, failedTasks);
  if (failTasks.length === 0 || failTasks.every(isCompleted)) {
    setOutcome(context, 'Failed', text);
    return;
  }
  if (runTasks(context, failTasks, false) === 'failed') {
    const failed = failTasks.filter((task) => task.status === 'SyncFailed');
    setOutcome(context, 'Failed', `${text}\n${withReasons('one or more SyncFail hooks failed', failed)}`);
  }
}

function isMultiStep(tasks: readonly SyncTask[]): boolean {
  const [first, last] = [tasks[0], tasks.at(-1)];
  return (
    first !== undefined && last !== undefined && (taskWave(first) !== taskWave(last) || first.phase !== last.phase)
  );
}

/** The namespace, then a trial run of everything, once for each operation. Gives false when the operation is over. */
function begin(context: SyncContext, tasks: readonly SyncTask[]): boolean {
  const namespace = tasks.find(
    ({ live, target }) => live === null && target?.kind === 'Namespace' && target.metadata.name === context.namespace,
  );
  if (namespace !== undefined && !context.isDryRun && runTasks(context, [namespace], false) === 'failed') {
    fail(context, [], [namespace], 'the namespace failed to apply');
    return false;
  }
  if (
    runTasks(
      context,
      tasks.filter((task) => task !== namespace),
      true,
    ) === 'failed'
  ) {
    setOutcome(context, 'Failed', 'one or more objects failed to apply (dry run)');
    return false;
  }
  return true;
}

function deleteHooks(context: SyncContext, tasks: readonly SyncTask[], policy: 'HookSucceeded' | 'HookFailed'): void {
  for (const task of tasks) {
    if (isHookTask(task) && task.live !== null && !isRunning(task) && hasDeletePolicy(task, policy)) {
      deleteHook(context, task);
    }
  }
}

/** Applies the first phase and wave that has something left to do. */
function runNextWave(
  context: SyncContext,
  all: readonly SyncTask[],
  pending: readonly SyncTask[],
  failTasks: readonly SyncTask[],
): void {
  const first = pending[0] as SyncTask;
  const isNow = (task: SyncTask) => task.phase === first.phase && taskWave(task) === taskWave(first);
  // Plain objects of the last wave are not waited for, even if they break afterwards; hooks are.
  const remaining = pending.filter((task) => !isNow(task) || isHookTask(task));
  const now = pending.filter(isNow);
  setOutcome(context, 'Running', 'one or more tasks are running');
  const state = runTasks(context, now, false);
  context.hasWaveDelay = state !== 'failed' && pending.some((task) => !isNow(task));
  if (state === 'failed') {
    deleteHooks(context, all, 'HookFailed');
    fail(
      context,
      failTasks,
      now.filter((task) => task.status === 'SyncFailed'),
      'one or more objects failed to apply',
    );
  } else if (state === 'pending') {
    waitFor(
      context,
      now.filter((task) => task.live !== null && isHookTask(task)),
      true,
    );
  } else if (remaining.length === 0) {
    deleteHooks(context, all, 'HookSucceeded');
    setOutcome(context, 'Succeeded', 'successfully synced (all tasks run)');
  } else {
    waitFor(context, remaining);
  }
}

function isBeingPruned(task: SyncTask): boolean {
  return (
    isPrune(task) &&
    isCompleted(task) &&
    task.status === 'Pruned' &&
    task.live?.metadata.deletionTimestamp !== undefined
  );
}

/**
 * Takes a sync one step further: sync/sync_context.go, Sync. Called again whenever something may have changed, until
 * `outcome.phase` is not Running any more.
 */
export function syncStep(context: SyncContext): void {
  const { tasks, areValid } = collectTasks(context);
  if (!areValid) {
    setOutcome(context, 'Failed', 'one or more synchronization tasks are not valid');
    return;
  }
  if (context.results.isEmpty() && !begin(context, tasks)) {
    return;
  }
  updateRunning(context, tasks);
  const multiStep = isMultiStep(tasks);
  const running = tasks.filter((task) => (multiStep || isHookTask(task)) && isRunning(task));
  if (running.length > 0) {
    waitFor(context, running);
    return;
  }
  const leaving = tasks.filter(isBeingPruned);
  if (leaving.length > 0) {
    waitFor(context, leaving, true);
    return;
  }
  for (const task of tasks.filter((one) => isHookTask(one) && isCompleted(one) && one.live !== null)) {
    releaseHook(context, task.live as KubeObject);
  }
  const failTasks = tasks.filter((task) => task.phase === 'SyncFail');
  const others = tasks.filter((task) => task.phase !== 'SyncFail');
  if (others.some((task) => isCompleted(task) && !isSuccessful(task))) {
    deleteHooks(context, tasks, 'HookFailed');
    const failed = others.filter((task) => task.status === 'SyncFailed');
    fail(context, failTasks, failed, 'one or more synchronization tasks completed unsuccessfully');
    return;
  }
  const pending = others.filter((task) => isPending(task) && isNeeded(context, task));
  if (pending.length === 0) {
    deleteHooks(context, tasks, 'HookSucceeded');
    setOutcome(context, 'Succeeded', 'successfully synced (no more tasks)');
    return;
  }
  runNextWave(context, tasks, pending, failTasks);
}

/** `ApplyOutOfSyncOnly=true` leaves out what is as it should be. */
function isNeeded(context: SyncContext, task: SyncTask): boolean {
  if (!context.options.has('ApplyOutOfSyncOnly=true') || isHookTask(task)) {
    return true;
  }
  const key = keyText(resourceKeyOf(taskObject(task)));
  return context.resources.find((one) => keyText(one.key) === key)?.sync !== 'Synced';
}

/** Gives a running operation up: hooks that still run are deleted. */
export function terminateSync(context: SyncContext): void {
  for (const task of collectTasks(context).tasks.filter((one) => isHookTask(one) && one.live !== null)) {
    const [phase, message] = hookPhase(context, task.live as KubeObject);
    releaseHook(context, task.live as KubeObject);
    if (phase === 'Running') {
      deleteHook(context, task);
      context.results.set(task, '', 'Succeeded', 'Deleted');
    } else {
      context.results.set(task, '', phase, message);
    }
  }
  setOutcome(context, 'Failed', 'Operation terminated');
}
