import type { Fields } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { ApplicationSpec } from '../application/spec.ts';
import type { Comparison, ManagedResource } from '../compare/compare-application.ts';
import { type OperationState, readOperationState } from './operation-state.ts';

/** What automated sync comes to: nothing, an operation to start, a wait, or a condition that says why not. */
export type AutoSync =
  | { kind: 'nothing' }
  | { kind: 'start'; operation: Fields }
  | { kind: 'later'; afterMs: number }
  | { kind: 'refused'; message: string };

export type AutoSyncInput = {
  application: KubeObject;
  spec: ApplicationSpec;
  comparison: Comparison;
  revisions: readonly string[];
  selfHealTimeoutMs: number;
  now: number;
};

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether the last operation was for the same revisions and sources: appcontroller.go, alreadyAttemptedSync. */
function wasAttempted(state: OperationState | null, spec: ApplicationSpec, revisions: readonly string[]): boolean {
  return (
    state?.syncResult != null &&
    isSame(state.syncResult.revisions, revisions) &&
    isSame(
      state.syncResult.sources,
      spec.sources.map((source) => source.raw),
    )
  );
}

function needsSync({ sync, requiresPruning }: ManagedResource): boolean {
  return sync === 'OutOfSync' && !requiresPruning;
}

function operationFor(spec: ApplicationSpec, revisions: readonly string[], chosen: readonly ManagedResource[]): Fields {
  const { retry } = spec;
  const strategy = {
    limit: retry?.limit ?? 5,
    ...(retry === null
      ? {}
      : {
          backoff: {
            duration: `${retry.durationMs / 1000}s`,
            factor: retry.factor,
            maxDuration: `${retry.maxDurationMs / 1000}s`,
          },
        }),
  };
  return {
    initiatedBy: { automated: true },
    retry: strategy,
    sync: {
      ...(spec.automated?.prune ? { prune: true } : {}),
      ...(chosen.length > 0
        ? { resources: chosen.map(({ key }) => ({ group: key.group, kind: key.kind, name: key.name })) }
        : {}),
      ...(spec.hasMultipleSources ? { revisions: [...revisions] } : { revision: revisions[0] ?? '' }),
      ...(spec.syncOptions.length > 0 ? { syncOptions: spec.syncOptions } : {}),
    },
  };
}

/** Decides whether an Application is synced by itself now: controller/appcontroller.go, autoSync. */
export function decideAutoSync(input: AutoSyncInput): AutoSync {
  const { application, spec, comparison, revisions, now } = input;
  const { automated } = spec;
  if (
    automated === null ||
    application.operation !== undefined ||
    application.metadata.deletionTimestamp !== undefined ||
    comparison.sync !== 'OutOfSync'
  ) {
    return { kind: 'nothing' };
  }
  if (!automated.prune && !comparison.resources.some(needsSync)) {
    return { kind: 'nothing' };
  }
  const state = readOperationState(application);
  const attempted = wasAttempted(state, spec, revisions);
  let chosen: ManagedResource[] = [];
  if (attempted && state !== null) {
    if (state.phase !== 'Succeeded') {
      return { kind: 'refused', message: `Failed sync attempt to ${revisions.join(', ')}: ${state.message}` };
    }
    if (!automated.selfHeal) {
      return { kind: 'nothing' };
    }
    const afterMs = Date.parse(state.finishedAt ?? '') + input.selfHealTimeoutMs - now;
    if (afterMs > 0) {
      return { kind: 'later', afterMs };
    }
    chosen = comparison.resources.filter((one) => one.sync === 'OutOfSync');
  }
  const counted = comparison.resources.filter((one) => one.sync !== null);
  if (automated.prune && !automated.allowEmpty && counted.every((one) => one.requiresPruning)) {
    const message = `Skipping sync attempt to ${revisions.join(', ')}: auto-sync will wipe out all resources`;
    return { kind: 'refused', message };
  }
  return { kind: 'start', operation: operationFor(spec, revisions, chosen) };
}
