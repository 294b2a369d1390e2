import { type Fields, fieldsOf, listOf, numberOf, textOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { type Retry, readRetry } from '../application/spec.ts';
import type { OperationPhase, ResourceResult } from '../sync/sync-task.ts';

/** What was asked of the controller: the top level field `operation`. */
export type Operation = {
  raw: Fields;
  /** Empty: what the Application tracks. */
  revisions: string[];
  prune: boolean;
  isDryRun: boolean;
  isForced: boolean;
  /** Strategy `apply`: hooks are left out. */
  isApplyOnly: boolean;
  /** Chosen objects; null for all. */
  resources: { group: string; kind: string; name: string; namespace: string }[] | null;
  syncOptions: string[];
  retry: Retry;
};

export function readOperation(raw: Fields): Operation {
  const sync = fieldsOf(raw.sync);
  const strategy = fieldsOf(sync.syncStrategy);
  const revisions = listOf(sync.revisions).map((one) => textOf(one));
  const single = textOf(sync.revision);
  return {
    raw,
    revisions: revisions.length > 0 ? revisions : single === '' ? [] : [single],
    prune: sync.prune === true,
    isDryRun: sync.dryRun === true,
    isForced: fieldsOf(strategy.apply).force === true || fieldsOf(strategy.hook).force === true,
    isApplyOnly: strategy.apply !== undefined && strategy.apply !== null,
    resources: Array.isArray(sync.resources)
      ? sync.resources.map((one) => {
          const { group, kind, name, namespace } = fieldsOf(one);
          return { group: textOf(group), kind: textOf(kind), name: textOf(name), namespace: textOf(namespace) };
        })
      : null,
    syncOptions: listOf(sync.syncOptions).map((option) => textOf(option)),
    retry: readRetry(raw.retry),
  };
}

/** `status.operationState`, as it is worked on. */
export type OperationState = {
  operation: Fields;
  phase: OperationPhase;
  message: string;
  startedAt: string;
  finishedAt: string | null;
  retryCount: number;
  syncResult: SyncResult | null;
};

export type SyncResult = { revisions: string[]; sources: Fields[]; resources: ResourceResult[] };

export function readOperationState(application: KubeObject): OperationState | null {
  const state = application.status?.operationState;
  if (typeof state !== 'object' || state === null) {
    return null;
  }
  const fields = fieldsOf(state);
  const result = fields.syncResult === undefined ? null : fieldsOf(fields.syncResult);
  const single = textOf(result?.revision);
  return {
    operation: fieldsOf(fields.operation),
    phase: textOf(fields.phase) as OperationPhase,
    message: textOf(fields.message),
    startedAt: textOf(fields.startedAt),
    finishedAt: textOf(fields.finishedAt) || null,
    retryCount: numberOf(fields.retryCount, 0),
    syncResult:
      result === null
        ? null
        : {
            revisions: single === '' ? listOf(result.revisions).map((one) => textOf(one)) : [single],
            sources: Array.isArray(result.sources) ? result.sources.map(fieldsOf) : [fieldsOf(result.source)],
            resources: listOf(result.resources) as ResourceResult[],
          },
  };
}

/** The state as it stands in the Application; single-source ones have `revision` and `source`. */
export function operationStateFields(state: OperationState, hasMultipleSources: boolean): Fields {
  const { syncResult: result, finishedAt, retryCount, ...rest } = state;
  return {
    ...(finishedAt === null ? {} : { finishedAt }),
    message: rest.message,
    operation: rest.operation,
    phase: rest.phase,
    ...(retryCount > 0 ? { retryCount } : {}),
    startedAt: rest.startedAt,
    ...(result === null
      ? {}
      : {
          syncResult: {
            ...(result.resources.length > 0 ? { resources: result.resources } : {}),
            ...(hasMultipleSources
              ? { revision: '', revisions: result.revisions, source: { repoURL: '' }, sources: result.sources }
              : { revision: result.revisions[0] ?? '', source: result.sources[0] ?? {} }),
          },
        }),
  };
}

/** Neither over nor never begun; a failed one that is to be tried again counts as running. */
export function isInProgress(state: OperationState | null): boolean {
  return state !== null && (state.phase === 'Running' || state.phase === 'Terminating');
}

/** When a failed operation is tried again, in ms after it failed: types.go, NextRetryAt. */
export function retryDelayMs(retry: Retry, retryCount: number): number {
  return Math.min(retry.durationMs * retry.factor ** retryCount, retry.maxDurationMs);
}

/** `10:04PM`, Go's time.Kitchen. */
export function kitchenTime(ms: number): string {
  const at = new Date(ms);
  const hour = at.getUTCHours() % 12 || 12;
  return `${hour}:${String(at.getUTCMinutes()).padStart(2, '0')}${at.getUTCHours() < 12 ? 'AM' : 'PM'}`;
}
