import type { KubeObject } from './kubernetes/object.ts';
import { resourceType } from './kubernetes/resources.ts';
import type { ObjectStore } from './kubernetes/store.ts';

/** The portal's service account, as the API server names it. */
export const PORTAL_ACCOUNT = 'system:serviceaccount:portolan:portolan';

/** Where the sandbox's Argo CD is. */
const ARGOCD = 'argocd';

/** Exactly the rights that the portal is shipped with: to look at what it shows, and nothing else. */
const ROLE: KubeObject = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'portolan-reader' },
  rules: [
    { apiGroups: [''], resources: ['nodes', 'pods'], verbs: ['list', 'watch'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list', 'watch'] },
    { apiGroups: ['argoproj.io'], resources: ['applications', 'appprojects'], verbs: ['list', 'watch'] },
    {
      apiGroups: ['actions.github.com'],
      resources: ['autoscalingrunnersets', 'autoscalinglisteners', 'ephemeralrunners'],
      verbs: ['list', 'watch'],
    },
    { apiGroups: ['core.k8sgpt.ai'], resources: ['results'], verbs: ['list', 'watch'] },
    { nonResourceURLs: ['/openapi/v3', '/openapi/v3/*', '/version'], verbs: ['get'] },
  ],
};

const BINDING: KubeObject = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'portolan-reader' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'portolan-reader' },
  subjects: [{ kind: 'ServiceAccount', namespace: 'portolan', name: 'portolan' }],
};

/** Of all ConfigMaps, Argo CD's own settings. */
const SETTINGS_ROLE: KubeObject = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  metadata: { name: 'portolan-reader', namespace: ARGOCD },
  rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['argocd-cm'], verbs: ['list', 'watch'] }],
};

const SETTINGS_BINDING: KubeObject = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'portolan-reader', namespace: ARGOCD },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'portolan-reader' },
  subjects: [{ kind: 'ServiceAccount', namespace: 'portolan', name: 'portolan' }],
};

/** Lets the portal's token look. */
export function grantPortal(store: ObjectStore): void {
  store.create(resourceType('ClusterRole'), ROLE);
  store.create(resourceType('ClusterRoleBinding'), BINDING);
  store.create(resourceType('Role'), SETTINGS_ROLE);
  store.create(resourceType('RoleBinding'), SETTINGS_BINDING);
}
