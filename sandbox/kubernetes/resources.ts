import { CUSTOM_TYPES } from './custom-types.ts';
import type { ResourceType } from './object.ts';

type Flag = 'no status' | 'no generation' | 'in all';

type Row = [
  group: string,
  kind: string,
  plural: string,
  scope: 'ns' | 'cluster',
  shortNames: string[],
  ...flags: Flag[],
];

const PLAIN: Flag[] = ['no status', 'no generation'];

/** The kinds that are part of Kubernetes; all are served in the version named here. */
const ROWS: [version: string, rows: Row[]][] = [
  [
    'v1',
    [
      ['', 'Namespace', 'namespaces', 'cluster', ['ns'], 'no generation'],
      ['', 'Node', 'nodes', 'cluster', ['no'], 'no generation'],
      ['', 'Pod', 'pods', 'ns', ['po'], 'in all'],
      ['', 'Service', 'services', 'ns', ['svc'], 'no generation', 'in all'],
      ['', 'ServiceAccount', 'serviceaccounts', 'ns', ['sa'], ...PLAIN],
      ['', 'ConfigMap', 'configmaps', 'ns', ['cm'], ...PLAIN],
      ['', 'Secret', 'secrets', 'ns', [], ...PLAIN],
      ['', 'Event', 'events', 'ns', ['ev'], ...PLAIN],
      ['', 'PersistentVolume', 'persistentvolumes', 'cluster', ['pv'], 'no generation'],
      ['', 'PersistentVolumeClaim', 'persistentvolumeclaims', 'ns', ['pvc'], 'no generation'],
      ['', 'ResourceQuota', 'resourcequotas', 'ns', ['quota'], 'no generation'],
      ['', 'LimitRange', 'limitranges', 'ns', ['limits'], ...PLAIN],
      ['apps', 'Deployment', 'deployments', 'ns', ['deploy'], 'in all'],
      ['apps', 'ReplicaSet', 'replicasets', 'ns', ['rs'], 'in all'],
      ['apps', 'StatefulSet', 'statefulsets', 'ns', ['sts'], 'in all'],
      ['apps', 'DaemonSet', 'daemonsets', 'ns', ['ds'], 'in all'],
      ['batch', 'Job', 'jobs', 'ns', [], 'in all'],
      ['batch', 'CronJob', 'cronjobs', 'ns', ['cj'], 'in all'],
      ['coordination.k8s.io', 'Lease', 'leases', 'ns', [], ...PLAIN],
      ['discovery.k8s.io', 'EndpointSlice', 'endpointslices', 'ns', [], 'no status'],
      ['networking.k8s.io', 'Ingress', 'ingresses', 'ns', ['ing']],
      ['networking.k8s.io', 'IngressClass', 'ingressclasses', 'cluster', [], 'no status'],
      ['networking.k8s.io', 'NetworkPolicy', 'networkpolicies', 'ns', ['netpol'], 'no status'],
      ['policy', 'PodDisruptionBudget', 'poddisruptionbudgets', 'ns', ['pdb']],
      ['scheduling.k8s.io', 'PriorityClass', 'priorityclasses', 'cluster', ['pc'], 'no status'],
      ['storage.k8s.io', 'StorageClass', 'storageclasses', 'cluster', ['sc'], ...PLAIN],
      ['node.k8s.io', 'RuntimeClass', 'runtimeclasses', 'cluster', [], ...PLAIN],
      ['rbac.authorization.k8s.io', 'Role', 'roles', 'ns', [], ...PLAIN],
      ['rbac.authorization.k8s.io', 'RoleBinding', 'rolebindings', 'ns', [], ...PLAIN],
      ['rbac.authorization.k8s.io', 'ClusterRole', 'clusterroles', 'cluster', [], ...PLAIN],
      ['rbac.authorization.k8s.io', 'ClusterRoleBinding', 'clusterrolebindings', 'cluster', [], ...PLAIN],
      ['apiextensions.k8s.io', 'CustomResourceDefinition', 'customresourcedefinitions', 'cluster', ['crd', 'crds']],
    ],
  ],
  ['v2', [['autoscaling', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', 'ns', ['hpa'], 'in all']]],
];

/** Kinds that are served whatever is in the store. */
export const BUILT_IN_TYPES: ResourceType[] = ROWS.flatMap(([version, rows]) =>
  rows.map(([group, kind, plural, scope, shortNames, ...flags]) => ({
    group,
    version,
    kind,
    plural,
    singular: kind.toLowerCase(),
    shortNames,
    namespaced: scope === 'ns',
    hasStatus: !flags.includes('no status'),
    hasGeneration: !flags.includes('no generation'),
    ...(flags.includes('in all') ? { categories: ['all'] } : {}),
  })),
);

/** Every kind the pretend API server knows from the start. Custom ones can be taken away and given back at run time. */
export const RESOURCE_TYPES: ResourceType[] = [...BUILT_IN_TYPES, ...CUSTOM_TYPES];

/** Looks up a kind that is certainly there; throws for a typing error in the sandbox itself. */
export function resourceType(kind: string): ResourceType {
  const found = RESOURCE_TYPES.find((type) => type.kind === kind);
  if (found === undefined) {
    throw new Error(`the sandbox has no kind ${kind}`);
  }
  return found;
}
