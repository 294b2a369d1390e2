import type { ResourceType } from './object.ts';

type Row = [
  group: string,
  version: string,
  kind: string,
  plural: string,
  scope: 'ns' | 'cluster',
  shortNames?: string[],
  status?: 'no status',
];

/** Every kind the pretend API server knows from the start. Kinds of CRDs can be taken away and given back at run time. */
const ROWS: Row[] = [
  ['', 'v1', 'Namespace', 'namespaces', 'cluster', ['ns']],
  ['', 'v1', 'Node', 'nodes', 'cluster', ['no']],
  ['', 'v1', 'Pod', 'pods', 'ns', ['po']],
  ['', 'v1', 'Service', 'services', 'ns', ['svc']],
  ['', 'v1', 'ServiceAccount', 'serviceaccounts', 'ns', ['sa'], 'no status'],
  ['', 'v1', 'ConfigMap', 'configmaps', 'ns', ['cm'], 'no status'],
  ['', 'v1', 'Secret', 'secrets', 'ns', [], 'no status'],
  ['', 'v1', 'Event', 'events', 'ns', ['ev'], 'no status'],
  ['', 'v1', 'PersistentVolume', 'persistentvolumes', 'cluster', ['pv']],
  ['', 'v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', 'ns', ['pvc']],
  ['', 'v1', 'ResourceQuota', 'resourcequotas', 'ns', ['quota']],
  ['', 'v1', 'LimitRange', 'limitranges', 'ns', ['limits'], 'no status'],
  ['apps', 'v1', 'Deployment', 'deployments', 'ns', ['deploy']],
  ['apps', 'v1', 'ReplicaSet', 'replicasets', 'ns', ['rs']],
  ['apps', 'v1', 'StatefulSet', 'statefulsets', 'ns', ['sts']],
  ['apps', 'v1', 'DaemonSet', 'daemonsets', 'ns', ['ds']],
  ['batch', 'v1', 'Job', 'jobs', 'ns'],
  ['batch', 'v1', 'CronJob', 'cronjobs', 'ns', ['cj']],
  ['networking.k8s.io', 'v1', 'Ingress', 'ingresses', 'ns', ['ing']],
  ['networking.k8s.io', 'v1', 'IngressClass', 'ingressclasses', 'cluster', [], 'no status'],
  ['networking.k8s.io', 'v1', 'NetworkPolicy', 'networkpolicies', 'ns', ['netpol'], 'no status'],
  ['policy', 'v1', 'PodDisruptionBudget', 'poddisruptionbudgets', 'ns', ['pdb']],
  ['storage.k8s.io', 'v1', 'StorageClass', 'storageclasses', 'cluster', ['sc'], 'no status'],
  ['node.k8s.io', 'v1', 'RuntimeClass', 'runtimeclasses', 'cluster', [], 'no status'],
  ['rbac.authorization.k8s.io', 'v1', 'Role', 'roles', 'ns', [], 'no status'],
  ['rbac.authorization.k8s.io', 'v1', 'RoleBinding', 'rolebindings', 'ns', [], 'no status'],
  ['rbac.authorization.k8s.io', 'v1', 'ClusterRole', 'clusterroles', 'cluster', [], 'no status'],
  ['rbac.authorization.k8s.io', 'v1', 'ClusterRoleBinding', 'clusterrolebindings', 'cluster', [], 'no status'],
  ['apiextensions.k8s.io', 'v1', 'CustomResourceDefinition', 'customresourcedefinitions', 'cluster', ['crd', 'crds']],
  ['argoproj.io', 'v1alpha1', 'Application', 'applications', 'ns', ['app', 'apps'], 'no status'],
  ['argoproj.io', 'v1alpha1', 'AppProject', 'appprojects', 'ns', ['appproj', 'appprojs'], 'no status'],
  ['argoproj.io', 'v1alpha1', 'ApplicationSet', 'applicationsets', 'ns', ['appset', 'appsets']],
  ['kyverno.io', 'v1', 'ClusterPolicy', 'clusterpolicies', 'cluster', ['cpol']],
  ['kyverno.io', 'v2', 'PolicyException', 'policyexceptions', 'ns', ['polex'], 'no status'],
  ['bitnami.com', 'v1alpha1', 'SealedSecret', 'sealedsecrets', 'ns'],
  ['cert-manager.io', 'v1', 'ClusterIssuer', 'clusterissuers', 'cluster'],
  ['cert-manager.io', 'v1', 'Certificate', 'certificates', 'ns', ['cert', 'certs']],
];

export const RESOURCE_TYPES: ResourceType[] = ROWS.map(([group, version, kind, plural, scope, shortNames, status]) => ({
  group,
  version,
  kind,
  plural,
  singular: kind.toLowerCase(),
  shortNames: shortNames ?? [],
  namespaced: scope === 'ns',
  hasStatus: status !== 'no status',
}));

/** Looks a kind up as a manifest names it: `apps/v1`, `Deployment`. */
export function resourceTypeOf(apiVersion: string, kind: string): ResourceType | undefined {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/', 2) : ['', apiVersion];
  return RESOURCE_TYPES.find((type) => type.group === group && type.version === version && type.kind === kind);
}

/** Looks up a kind that is certainly there; throws for a typing error in the sandbox itself. */
export function resourceType(kind: string): ResourceType {
  const found = RESOURCE_TYPES.find((type) => type.kind === kind);
  if (found === undefined) {
    throw new Error(`the sandbox has no kind ${kind}`);
  }
  return found;
}
