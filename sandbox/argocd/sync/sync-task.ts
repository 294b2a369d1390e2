import type { KubeObject } from '../../kubernetes/object.ts';
import { groupOf, keyText, resourceKeyOf, versionOf } from '../application/resource-key.ts';
import { type DeletePolicy, deletePolicies, isHook, type SyncPhase, waveOf } from './hooks.ts';

export type ResultCode = 'Synced' | 'SyncFailed' | 'Pruned' | 'PruneSkipped' | '';
export type OperationPhase = 'Running' | 'Terminating' | 'Failed' | 'Error' | 'Succeeded' | '';

/**
 * One object's part in a sync. No target means that the live object is to be pruned, no live one that it has yet to be
 * made. At least one is there.
 */
export type SyncTask = {
  phase: SyncPhase;
  target: KubeObject | null;
  live: KubeObject | null;
  /** Set where the order demands another wave than the object's own. */
  waveOverride: number | null;
  skipsDryRun: boolean;
  status: ResultCode;
  operationPhase: OperationPhase;
  message: string;
};

export function newTask(phase: SyncPhase, target: KubeObject | null, live: KubeObject | null): SyncTask {
  return { phase, target, live, waveOverride: null, skipsDryRun: false, status: '', operationPhase: '', message: '' };
}

export function taskObject(task: SyncTask): KubeObject {
  return (task.target ?? task.live) as KubeObject;
}

export function taskWave(task: SyncTask): number {
  return task.waveOverride ?? waveOf(taskObject(task));
}

export function isPrune(task: SyncTask): boolean {
  return task.target === null;
}

export function isHookTask(task: SyncTask): boolean {
  return isHook(taskObject(task));
}

export function isPending(task: SyncTask): boolean {
  return task.operationPhase === '';
}

export function isRunning(task: SyncTask): boolean {
  return task.operationPhase === 'Running';
}

export function isCompleted(task: SyncTask): boolean {
  return ['Failed', 'Error', 'Succeeded'].includes(task.operationPhase);
}

export function isSuccessful(task: SyncTask): boolean {
  return task.operationPhase === 'Succeeded';
}

export function hasDeletePolicy(task: SyncTask, policy: DeletePolicy): boolean {
  return isHookTask(task) && deletePolicies(taskObject(task)).includes(policy);
}

/** Under which a task's result is kept: the same object can have its turn in several phases. */
export function resultKey(task: SyncTask): string {
  return `${keyText(resourceKeyOf(taskObject(task)))}:${task.phase}`;
}

/** `apps/Deployment/web`, as the messages of an operation name an object. */
export function taskName(task: SyncTask): string {
  const object = taskObject(task);
  return `${groupOf(object.apiVersion)}/${object.kind}/${object.metadata.name}`;
}

/** An entry of `syncResult.resources`. */
export type ResourceResult = {
  group: string;
  version: string;
  kind: string;
  namespace: string;
  name: string;
  status?: string;
  message?: string;
  hookType?: string;
  hookPhase?: string;
  syncPhase: SyncPhase;
};

export function taskResult(task: SyncTask): ResourceResult {
  const object = taskObject(task);
  return {
    group: groupOf(object.apiVersion),
    version: versionOf(object.apiVersion),
    kind: object.kind,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    ...(task.status === '' ? {} : { status: task.status }),
    ...(task.message === '' ? {} : { message: task.message }),
    ...(isHookTask(task) ? { hookType: task.phase } : {}),
    ...(task.operationPhase === '' ? {} : { hookPhase: task.operationPhase }),
    syncPhase: task.phase,
  };
}
