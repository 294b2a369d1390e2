import type { KubeObject } from '../../kubernetes/object.ts';
import { HOOK_FINALIZER, hasOption, SYNC_OPTIONS } from '../application/annotations.ts';
import { keyText, resourceKeyOf } from '../application/resource-key.ts';
import { applyObject } from './apply-object.ts';
import { schemaProblem } from './schema-check.ts';
import { propagationOf, type SyncContext } from './sync-context.ts';
import {
  hasDeletePolicy,
  isPending,
  isPrune,
  type OperationPhase,
  type ResultCode,
  type SyncTask,
} from './sync-task.ts';

export type RunState = 'successful' | 'pending' | 'failed';

const PHASE_AFTER: Record<string, OperationPhase> = {
  Synced: 'Running',
  SyncFailed: 'Failed',
  Pruned: 'Succeeded',
  PruneSkipped: 'Succeeded',
};

function prune(context: SyncContext, live: KubeObject, isDry: boolean): [status: ResultCode, message: string] {
  if (!context.prune) {
    return ['PruneSkipped', 'ignored (requires pruning)'];
  }
  if (hasOption(live, SYNC_OPTIONS, 'Prune=false')) {
    return ['PruneSkipped', 'ignored (no prune)'];
  }
  if (isDry) {
    return ['Pruned', 'pruned (dry run)'];
  }
  context.cluster.delete(live, propagationOf(context));
  context.applied.delete(keyText(resourceKeyOf(live)));
  return ['Pruned', 'pruned'];
}

function tryOut(context: SyncContext, task: SyncTask, target: KubeObject): [status: ResultCode, message: string] {
  const problem = context.options.has('Validate=false', target) ? null : schemaProblem(target);
  return problem === null
    ? [
        'Synced',
        `${target.kind.toLowerCase()}/${target.metadata.name} ${task.live === null ? 'created' : 'configured'} (dry run)`,
      ]
    : ['SyncFailed', problem];
}

function apply(
  context: SyncContext,
  target: KubeObject,
  live: KubeObject | null,
): [status: ResultCode, message: string] {
  const key = keyText(resourceKeyOf(target));
  // What is ignored is left as it is; where nothing is yet, everything is made.
  const isRespectful = live !== null && context.options.has('RespectIgnoreDifferences=true');
  const respected = isRespectful ? context.respectIgnored(target) : target;
  const outcome = applyObject(context.cluster, respected, {
    applied: context.applied.get(key),
    isServerSide: context.options.has('ServerSideApply=true', target),
    isForced: context.isForced || context.options.has('Force=true', target),
    isReplacing: context.options.has('Replace=true', target),
  });
  if (outcome.isApplied) {
    context.applied.set(key, target);
  }
  return [outcome.isApplied ? 'Synced' : 'SyncFailed', outcome.message];
}

/** Deletes the objects of hooks that were left by an earlier sync. Gives whether there were any. */
function deleteOldHooks(context: SyncContext, tasks: readonly SyncTask[]): boolean {
  const old = tasks.filter(
    (task) => task.live !== null && isPending(task) && hasDeletePolicy(task, 'BeforeHookCreation'),
  );
  for (const task of old) {
    deleteHook(context, task);
  }
  return old.length > 0;
}

/** Lets go of a hook's object and deletes it. */
export function deleteHook(context: SyncContext, { live }: SyncTask): void {
  if (live !== null) {
    releaseHook(context, live);
    context.cluster.delete(live, propagationOf(context));
  }
}

export function releaseHook(context: SyncContext, live: KubeObject): void {
  const finalizers = live.metadata.finalizers ?? [];
  if (finalizers.includes(HOOK_FINALIZER)) {
    context.cluster.writeMetadata(live, { finalizers: finalizers.filter((one) => one !== HOOK_FINALIZER) });
  }
}

function record(context: SyncContext, task: SyncTask, status: ResultCode, message: string, isDry: boolean): void {
  // A trial run before the real one leaves no trace, except where it failed.
  if (!isDry || context.isDryRun || status === 'SyncFailed') {
    const phase = PHASE_AFTER[status] ?? '';
    context.results.set(task, status, context.isDryRun && phase === 'Running' ? 'Succeeded' : phase, message);
  }
}

/**
 * Prunes, then deletes what hooks left behind, then applies, each only when the one before went well:
 * sync/sync_context.go, runTasks.
 */
export function runTasks(context: SyncContext, tasks: readonly SyncTask[], dryRun: boolean): RunState {
  const isDry = dryRun || context.isDryRun;
  let state: RunState = 'successful';
  for (const task of tasks.filter(isPrune)) {
    const [status, message] = prune(context, task.live as KubeObject, isDry);
    record(context, task, status, message, isDry);
  }
  const made = tasks.filter((task) => !isPrune(task));
  if (!isDry && deleteOldHooks(context, made)) {
    return 'pending';
  }
  for (const task of made) {
    const target = task.target as KubeObject;
    if (!(isDry && task.skipsDryRun)) {
      const [status, message] = isDry ? tryOut(context, task, target) : apply(context, target, task.live);
      state = status === 'SyncFailed' ? 'failed' : state;
      record(context, task, status, message, isDry);
    }
  }
  return state;
}
