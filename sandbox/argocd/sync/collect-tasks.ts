import { fieldAt, textOf } from '../../controllers/api/fields.ts';
import { resolveResource } from '../../controllers/api/resolve-resource.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import { HOOK_FINALIZER } from '../application/annotations.ts';
import { groupOf } from '../application/resource-key.ts';
import { phasesOf } from './hooks.ts';
import type { SyncContext } from './sync-context.ts';
import { newTask, type OperationPhase, type ResultCode, type SyncTask, taskObject } from './sync-task.ts';
import { pruneInLastWave, reversePruneWaves, sortTasks } from './task-order.ts';

const NAMESPACE = resourceType('Namespace');

/** A hook as it is created: with a name, and held until its end has been seen. */
function hookTarget(context: SyncContext, hook: KubeObject, phase: string): KubeObject {
  const generateName = textOf(fieldAt(hook, 'metadata', 'generateName'));
  const suffix = `${context.revision.slice(0, 7)}-${phase}-${Math.floor(context.startedAt / 1000)}`.toLowerCase();
  const name = hook.metadata.name === '' ? `${generateName}${suffix}` : hook.metadata.name;
  const finalizers = hook.metadata.finalizers ?? [];
  return {
    ...hook,
    metadata: {
      ...hook.metadata,
      name,
      finalizers: finalizers.includes(HOOK_FINALIZER) ? finalizers : [...finalizers, HOOK_FINALIZER],
    },
  };
}

function liveOf(context: SyncContext, target: KubeObject): KubeObject | null {
  const resource = resolveResource(context.cluster.index, target.apiVersion, target.kind);
  return resource === undefined
    ? null
    : (context.cluster.get(resource, target.metadata.namespace, target.metadata.name) ?? null);
}

function hookTasks(context: SyncContext): SyncTask[] {
  return context.skipsHooks
    ? []
    : context.hooks.flatMap((hook) =>
        phasesOf(hook).map((phase) => {
          const target = hookTarget(context, hook, phase);
          return newTask(phase, target, liveOf(context, target));
        }),
      );
}

/** `CreateNamespace=true`: the destination comes first, unless git has it itself. */
function namespaceTasks(context: SyncContext): SyncTask[] {
  const { namespace, managedNamespaceMetadata: managed } = context;
  const isWanted = context.options.has('CreateNamespace=true') && namespace !== '';
  const isInGit = context.resources.some(
    ({ key, target }) => key.kind === 'Namespace' && key.name === namespace && target !== null,
  );
  if (!isWanted || isInGit) {
    return [];
  }
  const live = context.cluster.get(NAMESPACE, '', namespace) ?? null;
  const target: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, ...managed } };
  // One that is there is left alone, unless its metadata are managed too.
  return live !== null && managed === null ? [] : [newTask('PreSync', target, live)];
}

function definesKind(context: SyncContext, object: KubeObject): boolean {
  return context.resources.some(
    ({ target }) =>
      target?.kind === 'CustomResourceDefinition' &&
      target.spec?.group === groupOf(object.apiVersion) &&
      fieldAt(target.spec, 'names', 'kind') === object.kind,
  );
}

/** Whether the cluster serves the kind and the project allows the object; what is wrong becomes the task's result. */
function isValid(context: SyncContext, task: SyncTask): boolean {
  const object = taskObject(task);
  const resource = resolveResource(context.cluster.index, object.apiVersion, object.kind);
  if (resource === undefined) {
    const isExpected =
      context.options.has('SkipDryRunOnMissingResource=true', task.target) || definesKind(context, object);
    if (isExpected) {
      task.skipsDryRun = true;
      return true;
    }
    const kind = `${groupOf(object.apiVersion)}/${object.kind}`;
    context.results.set(
      task,
      'SyncFailed',
      '',
      `The Kubernetes API could not find ${kind} for requested resource ${object.metadata.namespace ?? ''}/${object.metadata.name}. Make sure the "${object.kind}" CRD is installed on the destination cluster.`,
    );
    return false;
  }
  const refusal = context.forbids(object, resource.namespaced);
  if (refusal !== null) {
    context.results.set(task, 'SyncFailed', '', refusal);
  }
  return refusal === null;
}

/**
 * The tasks of a sync in their order, each with what came of it so far: sync/sync_context.go, getSyncTasks.
 * @returns `areValid` false when an object may not or cannot be applied at all
 */
export function collectTasks(context: SyncContext): { tasks: SyncTask[]; areValid: boolean } {
  const resourceTasks = context.resources
    .filter((resource) => !resource.isHook && (context.isSelected === null || context.isSelected(resource)))
    .flatMap(({ target, live }) => {
      const object = (target ?? live) as KubeObject;
      return phasesOf(object).map((phase) => newTask(phase, target, live));
    });
  const tasks = [...resourceTasks, ...hookTasks(context), ...namespaceTasks(context)];
  const areValid = tasks.map((task) => isValid(context, task)).every((one) => one);
  reversePruneWaves(tasks);
  pruneInLastWave(tasks, (task) => context.options.has('PruneLast=true', task.live));
  const sorted = sortTasks(tasks);
  for (const task of sorted) {
    const result = context.results.of(task);
    task.status = (result?.status ?? task.status) as ResultCode;
    task.operationPhase = (result?.hookPhase ?? task.operationPhase) as OperationPhase;
    task.message = result?.message ?? task.message;
  }
  return { tasks: sorted, areValid };
}
