/** Phases in their order: gitops-engine pkg/sync/sync_tasks.go. `SyncFail` runs only when the sync failed. */
export const SYNC_PHASES = ['PreSync', 'Sync', 'PostSync', 'SyncFail'] as const;
export type SyncPhase = (typeof SYNC_PHASES)[number];

/** Kinds in the order they are applied within a wave; all others come after them: sync_tasks.go, kindOrder. */
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
const PLACES = new Map(KINDS.map((kind, index) => [kind, index]));

/** `wave` null: not known, and so behind all others of its phase. */
export type Placed = { phase: SyncPhase; wave: number | null; kind: string; name: string };

/** Four keys, in this order: phase, wave, kind, name (sync_tasks.go, Less). */
export function compareInSync(a: Placed, b: Placed): number {
  return compareStages(a, b) || placeOf(a.kind) - placeOf(b.kind) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

export function compareStages(a: Pick<Placed, 'phase' | 'wave'>, b: Pick<Placed, 'phase' | 'wave'>): number {
  return SYNC_PHASES.indexOf(a.phase) - SYNC_PHASES.indexOf(b.phase) || compareWaves(a.wave, b.wave);
}

function compareWaves(a: number | null, b: number | null): number {
  return a === null || b === null ? Number(a === null) - Number(b === null) : a - b;
}

function placeOf(kind: string): number {
  return PLACES.get(kind) ?? KINDS.length;
}
