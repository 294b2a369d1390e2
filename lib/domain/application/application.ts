import type { PodTrouble } from '../workload/pod-trouble.ts';
import type { SyncPhase } from './sync-order.ts';

/** Sync codes as Argo CD writes them: argo-cd pkg/apis/application/v1alpha1/types.go. */
export type SyncStatus = 'Synced' | 'OutOfSync' | 'Unknown';
/** Health codes as Argo CD writes them: argo-cd gitops-engine/pkg/health/health.go. */
export type HealthStatus = 'Healthy' | 'Suspended' | 'Progressing' | 'Missing' | 'Degraded' | 'Unknown';
export type OperationPhase = 'Running' | 'Terminating' | 'Failed' | 'Error' | 'Succeeded';

export type ApplicationSource = {
  repoUrl: string;
  targetRevision: string;
  path?: string;
  chart?: string;
  /** The name other sources use for this one, as in `$values/…`. */
  ref?: string;
  /** Folders within the folder are read as well. */
  isRecursive?: true;
  /** What lies in the folder is not delivered as it stands: patterns choose files of it, or another tool makes something of them. */
  isSelective?: true;
  /** What a chart that the portal reads into is told. */
  helm?: ApplicationValues;
};

/** Values of a chart: of files, in their order, then what stands in the application itself, which wins. */
export type ApplicationValues = {
  valueFiles: string[];
  /** YAML; '' for none, null for more than is kept. */
  inline: string | null;
  /** Names of single values that are set besides, which win over everything. */
  parameters: string[];
};

/** One object that the application manages. Health is absent where the engine does not write it (Argo CD 3.x). */
export type ApplicationResource = {
  group: string;
  kind: string;
  namespace: string;
  name: string;
  wave: number;
  sync?: SyncStatus;
  health?: HealthStatus;
  healthMessage?: string;
  /** What keeps its pods from running, where the portal sees it. */
  trouble?: PodTrouble;
  hook: boolean;
  requiresPruning: boolean;
  /** What the last sync said of it. */
  syncMessage?: string;
};

export type ApplicationCondition = { type: string; message: string; at: number | null };

export type ApplicationOperation = {
  phase: OperationPhase;
  message: string;
  revisions: string[];
  startedAt: number | null;
  finishedAt: number | null;
  retryCount: number;
  automated: boolean;
};

/** A sync that failed and is tried again. `limit` null: for ever. `nextAt` null: it runs now, or no more. */
export type SyncRetry = { count: number; limit: number | null; nextAt: number | null };

export type ApplicationHistory = { id: number; revisions: string[]; deployedAt: number | null };

/** How a hook of the last sync went. An object can be a hook in several phases, and is deleted afterwards as it says. */
export type HookRun = {
  group: string;
  kind: string;
  namespace: string;
  name: string;
  phase: SyncPhase;
  state: OperationPhase | null;
  message: string;
};

/** An application of the GitOps engine, small enough to keep ten thousand. Times are ms since 1970. */
export type Application = {
  /** `namespace/name`. */
  id: string;
  namespace: string;
  name: string;
  project: string;
  wave: number;
  /** The application that manages this one, `namespace/name`; null for a root. */
  parent: string | null;
  /** The ApplicationSet that makes this one and owns it, `namespace/name`. */
  generatedBy: string | null;
  createdAt: number | null;
  sources: ApplicationSource[];
  /** `cluster` as the engine calls it. `at`: which of the configured ones that is, where it is not the first of them. */
  destination: { cluster: string; namespace: string; at?: string };
  automated: { prune: boolean; selfHeal: boolean } | null;
  sync: SyncStatus;
  /** What is compared against, one for each source, in their order. */
  revisions: string[];
  health: HealthStatus;
  healthMessage: string;
  healthSince: number | null;
  operation: ApplicationOperation | null;
  retry: SyncRetry | null;
  conditions: ApplicationCondition[];
  resources: ApplicationResource[];
  /** Those of the last sync. */
  hooks: HookRun[];
  /** `tree` where the engine keeps health by resource out of the object (Argo CD 3.x `resourceHealthSource: appTree`). */
  resourceHealth: 'inline' | 'tree';
  /** Newest first. */
  history: ApplicationHistory[];
  images: string[];
  reconciledAt: number | null;
};
