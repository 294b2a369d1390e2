import { fieldAt, textOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { groupOf } from '../application/resource-key.ts';
import { SYNC_PHASES } from './hooks.ts';
import { isPrune, type SyncTask, taskObject, taskWave } from './sync-task.ts';

/** Kinds in the order they are made within a wave; all others come after them: sync/sync_tasks.go, kindOrder. */
const KINDS = [
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodSecurityPolicy',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'SecretList',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleList',
  'ClusterRoleBinding',
  'ClusterRoleBindingList',
  'Role',
  'RoleList',
  'RoleBinding',
  'RoleBindingList',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
  'APIService',
];
const KIND_ORDER = new Map(KINDS.map((kind, index) => [kind, index - KINDS.length]));

function compareTasks(a: SyncTask, b: SyncTask): number {
  const [one, other] = [taskObject(a), taskObject(b)];
  return (
    SYNC_PHASES.indexOf(a.phase) - SYNC_PHASES.indexOf(b.phase) ||
    taskWave(a) - taskWave(b) ||
    (KIND_ORDER.get(one.kind) ?? 0) - (KIND_ORDER.get(other.kind) ?? 0) ||
    (one.metadata.name < other.metadata.name ? -1 : one.metadata.name > other.metadata.name ? 1 : 0)
  );
}

/**
 * Moves what others need in front of the first of them, which also gives it that one's phase and wave:
 * sync/sync_tasks.go, adjustDeps.
 * @param dependencyOf what an object provides, null for nothing
 * @param needOf what an object needs
 */
function bubbleUp(
  tasks: SyncTask[],
  dependencyOf: (object: KubeObject) => string | null,
  needOf: (object: KubeObject) => string | null,
): void {
  const firstUse = new Map<string, number>();
  for (let index = 0; index < tasks.length; index += 1) {
    const task = tasks[index] as SyncTask;
    if (task.target === null) {
      continue;
    }
    const dependency = dependencyOf(task.target);
    const need = dependency === null ? needOf(task.target) : null;
    const first = dependency === null ? undefined : firstUse.get(dependency);
    if (first !== undefined) {
      const user = tasks[first] as SyncTask;
      task.waveOverride = taskWave(user);
      task.phase = user.phase;
      tasks.splice(index, 1);
      tasks.splice(first, 0, task);
      for (const [key, at] of firstUse) {
        firstUse.set(key, at >= first ? at + 1 : at);
      }
    } else if (need !== null && !firstUse.has(need)) {
      firstUse.set(need, index);
    }
  }
}

function definedKind(object: KubeObject): string | null {
  return object.kind === 'CustomResourceDefinition'
    ? `${textOf(object.spec?.group)}/${textOf(fieldAt(object.spec, 'names', 'kind'))}`
    : null;
}

/** Sorts by phase, wave, kind and name, then brings namespaces and definitions before what depends on them. */
export function sortTasks(tasks: readonly SyncTask[]): SyncTask[] {
  const sorted = [...tasks].sort(compareTasks);
  bubbleUp(
    sorted,
    (object) => (object.kind === 'Namespace' && object.apiVersion === 'v1' ? object.metadata.name : null),
    (object) => object.metadata.namespace ?? null,
  );
  bubbleUp(sorted, definedKind, (object) => `${groupOf(object.apiVersion)}/${object.kind}`);
  return sorted;
}

/** Higher waves are pruned first: the waves of what is to be pruned are swapped end for end. */
export function reversePruneWaves(tasks: readonly SyncTask[]): void {
  const pruned = tasks.filter(isPrune);
  const waves = [...new Set(pruned.map(taskWave))].sort((a, b) => a - b);
  const swapped = new Map(waves.map((wave, index) => [wave, waves[waves.length - 1 - index] ?? wave]));
  for (const { task, wave } of pruned.map((one) => ({ task: one, wave: taskWave(one) }))) {
    task.waveOverride = swapped.get(wave) ?? wave;
  }
}

/** `PruneLast=true` puts pruning into a wave after all others. */
export function pruneInLastWave(tasks: readonly SyncTask[], isLast: (task: SyncTask) => boolean): void {
  const inSync = tasks.filter((task) => task.phase === 'Sync').map(taskWave);
  const last = Math.max(0, ...inSync) + 1;
  for (const task of tasks.filter((one) => isPrune(one) && isLast(one))) {
    task.waveOverride = last;
  }
}
