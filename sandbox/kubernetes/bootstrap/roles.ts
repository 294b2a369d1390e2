import type { PolicyRule } from '../access/policy-rules.ts';
import type { KubeObject } from '../object.ts';

/** What the API server grants from the start (plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go). */

const API = 'rbac.authorization.k8s.io';
const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];

function role(name: string, rules: PolicyRule[], labels: Record<string, string> = {}): KubeObject {
  return {
    apiVersion: `${API}/v1`,
    kind: 'ClusterRole',
    metadata: { name, labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels } },
    rules,
  };
}

/** A role that gathers others by their label, `view` from those labelled `aggregate-to-view`. */
function gathering(name: 'admin' | 'edit' | 'view', labels: Record<string, string> = {}): KubeObject {
  const selector = { matchLabels: { [`${API}/aggregate-to-${name}`]: 'true' } };
  return { ...role(name, [], labels), aggregationRule: { clusterRoleSelectors: [selector] } };
}

function gathered(name: 'admin' | 'edit' | 'view', rules: PolicyRule[]): KubeObject {
  return role(`system:aggregate-to-${name}`, rules, { [`${API}/aggregate-to-${name}`]: 'true' });
}

function binding(name: string, groups: string[]): KubeObject {
  return {
    apiVersion: `${API}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name, labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } },
    roleRef: { apiGroup: API, kind: 'ClusterRole', name },
    subjects: groups.map((group) => ({ apiGroup: API, kind: 'Group', name: group })),
  };
}

function urls(...nonResourceURLs: string[]): PolicyRule {
  return { verbs: ['get'], nonResourceURLs };
}

function resources(verbs: string[], apiGroups: string[], names: string[]): PolicyRule {
  return { verbs, apiGroups, resources: names };
}

const WORKLOADS = {
  apps: ['daemonsets', 'deployments', 'deployments/scale', 'replicasets', 'replicasets/scale', 'statefulsets'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
  'networking.k8s.io': ['ingresses', 'networkpolicies'],
  policy: ['poddisruptionbudgets'],
};

function workloadRules(verbs: string[], withStatus: boolean): PolicyRule[] {
  return Object.entries(WORKLOADS).map(([group, names]) => {
    const statuses = names.filter((name) => !name.includes('/')).map((name) => `${name}/status`);
    return resources(verbs, [group], withStatus ? [...names, ...statuses] : names);
  });
}

const CORE = ['configmaps', 'endpoints', 'persistentvolumeclaims', 'pods', 'serviceaccounts', 'services'];

export const BOOTSTRAP_ROLES: KubeObject[] = [
  role('cluster-admin', [resources(['*'], ['*'], ['*']), { verbs: ['*'], nonResourceURLs: ['*'] }]),
  role('system:discovery', [
    urls(
      '/api',
      '/api/*',
      '/apis',
      '/apis/*',
      '/healthz',
      '/livez',
      '/openapi',
      '/openapi/*',
      '/readyz',
      '/version',
      '/version/',
    ),
  ]),
  role('system:public-info-viewer', [urls('/healthz', '/livez', '/readyz', '/version', '/version/')]),
  role('system:basic-user', [
    resources(['create'], ['authorization.k8s.io'], ['selfsubjectaccessreviews', 'selfsubjectrulesreviews']),
    resources(['create'], ['authentication.k8s.io'], ['selfsubjectreviews']),
  ]),
  gathering('admin'),
  gathering('edit', { [`${API}/aggregate-to-admin`]: 'true' }),
  gathering('view', { [`${API}/aggregate-to-edit`]: 'true' }),
  gathered('admin', [resources([...WRITE, ...READ], [API], ['rolebindings', 'roles'])]),
  gathered('edit', [
    resources(READ, [''], ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy', 'secrets', 'services/proxy']),
    resources(['impersonate'], [''], ['serviceaccounts']),
    resources(WRITE, [''], [...CORE, 'secrets', 'events']),
    ...workloadRules(WRITE, false),
  ]),
  gathered('view', [
    resources(READ, [''], [...CORE, 'persistentvolumeclaims/status', 'services/status']),
    resources(READ, [''], ['events', 'limitranges', 'namespaces/status', 'pods/log', 'pods/status', 'resourcequotas']),
    resources(READ, [''], ['resourcequotas/status', 'namespaces']),
    resources(READ, ['discovery.k8s.io'], ['endpointslices']),
    ...workloadRules(READ, true),
  ]),
];

export const BOOTSTRAP_BINDINGS: KubeObject[] = [
  binding('cluster-admin', ['system:masters']),
  binding('system:discovery', ['system:authenticated']),
  binding('system:basic-user', ['system:authenticated']),
  binding('system:public-info-viewer', ['system:authenticated', 'system:unauthenticated']),
];
