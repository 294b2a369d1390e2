import type { Cluster, Propagation } from '../../controllers/api/cluster.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { ManagedResource } from '../compare/compare-application.ts';
import type { Health } from '../health/health-status.ts';
import type { SyncOptions } from './sync-options.ts';
import type { OperationPhase, ResourceResult, ResultCode, SyncTask } from './sync-task.ts';
import { resultKey, taskResult } from './sync-task.ts';

/** Everything one step of a sync operation needs: sync/sync_context.go, syncContext. */
export type SyncContext = {
  cluster: Cluster;
  resources: readonly ManagedResource[];
  /** Hooks as git has them. */
  hooks: readonly KubeObject[];
  /** The Application's destination. */
  namespace: string;
  /** Labels and annotations for the namespace that `CreateNamespace=true` makes. */
  managedNamespaceMetadata: { labels: Record<string, string>; annotations: Record<string, string> } | null;
  options: SyncOptions;
  prune: boolean;
  isDryRun: boolean;
  isForced: boolean;
  /** Only `kubectl apply`: strategy `apply`, or a sync of chosen objects. */
  skipsHooks: boolean;
  /** Which objects a selective sync is about; null for all. */
  isSelected: ((resource: ManagedResource) => boolean) | null;
  /** For the names of hooks with `generateName`. */
  revision: string;
  startedAt: number;
  /** Why the project does not let an object be applied; null when it does. */
  forbids: (object: KubeObject, isNamespaced: boolean) => string | null;
  healthOf: (object: KubeObject) => Health | null;
  /** What was applied last, by key text; written to as objects are applied. */
  applied: Map<string, KubeObject>;
  /** The target without what `ignoreDifferences` leaves to others. */
  respectIgnored: (target: KubeObject) => KubeObject;
  results: SyncResults;
  outcome: { phase: OperationPhase; message: string };
  /** Set when a wave has been applied and another one follows: the controller waits before it goes on. */
  hasWaveDelay: boolean;
};

/** The results of all tasks so far, in the order they came. */
export type SyncResults = {
  isEmpty(): boolean;
  of(task: SyncTask): ResourceResult | undefined;
  set(task: SyncTask, status: ResultCode, phase: OperationPhase, message: string): void;
  list(): ResourceResult[];
};

export function createSyncResults(before: readonly ResourceResult[]): SyncResults {
  const rows = new Map<string, ResourceResult>(
    before.map((row) => [`${row.group}/${row.kind}/${row.namespace}/${row.name}:${row.syncPhase}`, row]),
  );
  return {
    isEmpty: () => rows.size === 0,
    of: (task) => rows.get(resultKey(task)),
    set(task, status, phase, message) {
      task.status = status;
      task.operationPhase = phase;
      // The last thing that was said stays when nothing new is said.
      task.message = message === '' ? task.message : message;
      rows.set(resultKey(task), taskResult(task));
    },
    list: () => [...rows.values()],
  };
}

export function setOutcome(context: SyncContext, phase: OperationPhase, message: string): void {
  context.outcome = { phase, message };
}

export function propagationOf(context: SyncContext): Propagation {
  if (context.options.has('PrunePropagationPolicy=background')) {
    return 'Background';
  }
  return context.options.has('PrunePropagationPolicy=orphan') ? 'Orphan' : 'Foreground';
}
