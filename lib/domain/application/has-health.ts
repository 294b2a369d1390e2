import type { ApplicationResource } from './application.ts';

/** Kinds that Argo CD judges in no release: argo-cd gitops-engine/pkg/health and resource_customizations. */
const WITHOUT: ReadonlySet<string> = new Set([
  '/ConfigMap',
  '/Endpoints',
  '/LimitRange',
  '/Namespace',
  '/ResourceQuota',
  '/Secret',
  '/ServiceAccount',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'networking.k8s.io/IngressClass',
  'networking.k8s.io/NetworkPolicy',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
  'scheduling.k8s.io/PriorityClass',
  'storage.k8s.io/StorageClass',
]);

/** Whether objects of a kind may have a health; of a kind that is not known, they may. */
export function mayHaveHealth({ group, kind }: Pick<ApplicationResource, 'group' | 'kind'>): boolean {
  return !WITHOUT.has(`${group}/${kind}`);
}
