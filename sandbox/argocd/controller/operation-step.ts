import { type Fields, fieldsOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { readSpec } from '../application/spec.ts';
import type { ManagedResource } from '../compare/compare-application.ts';
import { ignoredPointers, withoutPointers } from '../compare/pointers.ts';
import { resourceHealth } from '../health/health.ts';
import { type Rendered, TargetError } from '../manifests/render.ts';
import { withHistory } from '../operation/history.ts';
import {
  isInProgress,
  kitchenTime,
  type Operation,
  type OperationState,
  operationStateFields,
  readOperation,
  readOperationState,
  retryDelayMs,
} from '../operation/operation-state.ts';
import { objectRefusal } from '../project/project.ts';
import { isHook } from '../sync/hooks.ts';
import { createSyncResults, type SyncContext } from '../sync/sync-context.ts';
import { readSyncOptions } from '../sync/sync-options.ts';
import { syncStep, terminateSync } from '../sync/sync-step.ts';
import { compare } from './compare-step.ts';
import { type ControllerContext, getApplication, getProject, updateApplication } from './context.ts';
import { loadTargets } from './load-targets.ts';

function isChosen(operation: Operation, { key }: ManagedResource): boolean {
  return (
    operation.resources?.some(
      (one) =>
        one.kind === key.kind &&
        one.name === key.name &&
        one.group === key.group &&
        (one.namespace === '' || one.namespace === key.namespace),
    ) ?? true
  );
}

function syncContextOf(
  context: ControllerContext,
  application: KubeObject,
  operation: Operation,
  state: OperationState,
  rendered: Rendered,
): SyncContext {
  const spec = readSpec(application);
  const project = getProject(context, spec.project);
  const { hasApplicationHealth } = context.settings();
  return {
    cluster: context.cluster,
    resources: compare(context, application, rendered).resources,
    hooks: rendered.objects.filter(isHook),
    namespace: spec.destination.namespace,
    managedNamespaceMetadata: spec.managedNamespaceMetadata,
    options: readSyncOptions(operation.syncOptions.length > 0 ? operation.syncOptions : spec.syncOptions),
    prune: operation.prune,
    isDryRun: operation.isDryRun,
    isForced: operation.isForced,
    skipsHooks: operation.isApplyOnly || operation.resources !== null,
    isSelected: operation.resources === null ? null : (resource) => isChosen(operation, resource),
    revision: rendered.revisions[0] ?? '',
    startedAt: Date.parse(state.startedAt),
    forbids: (object, isNamespaced) => (project === undefined ? null : objectRefusal(project, object, isNamespaced)),
    healthOf: (object) => resourceHealth(object, hasApplicationHealth),
    applied: context.memoryOf(application.metadata.name).applied,
    respectIgnored: (target) => withoutPointers(target, ignoredPointers(spec.ignoreDifferences, target)),
    results: createSyncResults(state.syncResult?.resources ?? []),
    outcome: { phase: 'Running', message: state.message },
    hasWaveDelay: false,
  };
}

/** Writes the state; a completed one takes the request away and, when it went well, leaves a line in the history. */
function persist(context: ControllerContext, name: string, state: OperationState, history: Fields[] | null): void {
  const isOver = ['Succeeded', 'Failed', 'Error'].includes(state.phase);
  const finished = isOver ? { ...state, finishedAt: context.clock.timestamp() } : state;
  updateApplication(context, name, (current) => {
    const { operation, ...rest } = current;
    const operationState = operationStateFields(finished, readSpec(current).hasMultipleSources);
    return {
      ...rest,
      ...(isOver || operation === undefined ? {} : { operation }),
      status: { ...current.status, operationState, ...(history === null ? {} : { history }) },
    } as KubeObject;
  });
  if (isOver) {
    context.memoryOf(name).isRefreshDue = true;
    context.queue.add(name);
  }
}

/** A failed operation with attempts left goes on as running, with the time of its failure. */
function afterFailure(
  context: ControllerContext,
  state: OperationState,
  operation: Operation,
  isTerminated: boolean,
): OperationState {
  const { limit } = operation.retry;
  const canRetry = !isTerminated && (state.retryCount < limit || limit < 0);
  if (!canRetry) {
    const retried = state.retryCount > 0 ? ` (retried ${state.retryCount} times).` : '';
    return { ...state, message: `${state.message}${retried}` };
  }
  const now = context.clock.now();
  const at = kitchenTime(now + retryDelayMs(operation.retry, state.retryCount));
  const retryCount = state.retryCount + 1;
  return {
    ...state,
    phase: 'Running',
    finishedAt: context.clock.timestamp(),
    retryCount,
    message: `${state.message}. Retrying attempt #${retryCount} at ${at}.`,
  };
}

/** The state to go on with; null while it is not time yet. */
function currentState(context: ControllerContext, application: KubeObject): OperationState | null {
  const { name } = application.metadata;
  const before = readOperationState(application);
  if (before === null || !isInProgress(before)) {
    const fresh: OperationState = {
      operation: fieldsOf(application.operation),
      phase: 'Running',
      message: '',
      startedAt: context.clock.timestamp(),
      finishedAt: null,
      retryCount: 0,
      syncResult: null,
    };
    persist(context, name, fresh, null);
    return fresh;
  }
  if (before.finishedAt === null || before.phase === 'Terminating') {
    return before;
  }
  const { retry } = readOperation(before.operation);
  const wait = Date.parse(before.finishedAt) + retryDelayMs(retry, before.retryCount) - context.clock.now();
  if (wait > 0) {
    context.queue.addAfter(name, wait);
    return null;
  }
  return { ...before, finishedAt: null, syncResult: null };
}

/** The revisions to sync to: those the operation was begun with, those it names, or those that are tracked. */
async function loadForSync(
  context: ControllerContext,
  application: KubeObject,
  operation: Operation,
  state: OperationState,
) {
  const pinned = state.syncResult?.revisions ?? [];
  try {
    return await loadTargets(context, application, pinned.length > 0 ? pinned : operation.revisions);
  } catch (error) {
    if (!(error instanceof TargetError)) {
      throw error;
    }
    return error;
  }
}

/**
 * Takes a requested or running operation one step further: controller/appcontroller.go, processRequestedAppOperation.
 */
export async function operationStep(context: ControllerContext, name: string): Promise<void> {
  const application = getApplication(context, name);
  const isAsked =
    application?.operation !== undefined || isInProgress(application ? readOperationState(application) : null);
  const memory = context.memoryOf(name);
  if (application === undefined || !isAsked) {
    return;
  }
  if (context.clock.now() < memory.waveUntil) {
    context.queue.addAfter(name, memory.waveUntil - context.clock.now());
    return;
  }
  const state = currentState(context, application);
  if (state === null) {
    return;
  }
  const operation = readOperation(state.operation);
  if (state.operation.sync === undefined) {
    persist(
      context,
      name,
      { ...state, phase: 'Failed', message: 'Invalid operation request: no operation specified' },
      null,
    );
    return;
  }
  const rendered = await loadForSync(context, application, operation, state);
  const current = getApplication(context, name);
  if (current === undefined) {
    return;
  }
  if (rendered instanceof TargetError) {
    const failed = { ...state, phase: 'Error' as const, message: `ComparisonError: ${rendered.message}` };
    persist(context, name, afterFailure(context, failed, operation, false), null);
    return;
  }
  advance(context, current, operation, state, rendered);
}

function advance(
  context: ControllerContext,
  application: KubeObject,
  operation: Operation,
  state: OperationState,
  rendered: Rendered,
): void {
  const { name } = application.metadata;
  const spec = readSpec(application);
  const isTerminating = state.phase === 'Terminating';
  const sync = syncContextOf(context, application, operation, state, rendered);
  if (isTerminating) {
    terminateSync(sync);
  } else {
    syncStep(sync);
  }
  const sources = state.syncResult?.sources ?? spec.sources.map((source) => source.raw);
  const syncResult = { revisions: rendered.revisions, sources, resources: sync.results.list() };
  const next: OperationState = { ...state, ...sync.outcome, syncResult };
  const { phase } = sync.outcome;
  if (phase === 'Failed' || phase === 'Error') {
    persist(context, name, afterFailure(context, next, operation, isTerminating), null);
    // A first attempt after a failure must be counted from now on.
    context.queue.add(name);
    return;
  }
  const isRecorded = phase === 'Succeeded' && !operation.isDryRun && operation.resources === null;
  if (sync.hasWaveDelay) {
    const delay = context.settings().waveDelayMs;
    context.memoryOf(name).waveUntil = context.clock.now() + delay;
    context.queue.addAfter(name, delay);
  }
  persist(context, name, next, isRecorded ? withHistory(application, spec, next, context.clock.timestamp()) : null);
}
