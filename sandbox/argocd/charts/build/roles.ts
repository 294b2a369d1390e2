import type { KubeObject } from '../../../kubernetes/object.ts';
import { object } from './objects.ts';

type Rule = { apiGroups: string[]; resources: string[]; verbs: string[] };

/** A ClusterRole and its binding to a service account of the same name. */
export function clusterRights(
  name: string,
  namespace: string,
  labels: Record<string, string>,
  rules: Rule[],
): KubeObject[] {
  const rbac = 'rbac.authorization.k8s.io';
  return [
    object(`${rbac}/v1`, 'ClusterRole', { name, labels }, { rules }),
    object(
      `${rbac}/v1`,
      'ClusterRoleBinding',
      { name, labels },
      {
        roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
        subjects: [{ kind: 'ServiceAccount', name, namespace }],
      },
    ),
  ];
}

/** The same within one namespace. */
export function namespaceRights(
  name: string,
  namespace: string,
  labels: Record<string, string>,
  rules: Rule[],
): KubeObject[] {
  const rbac = 'rbac.authorization.k8s.io';
  return [
    object(`${rbac}/v1`, 'Role', { name, namespace, labels }, { rules }),
    object(
      `${rbac}/v1`,
      'RoleBinding',
      { name, namespace, labels },
      {
        roleRef: { apiGroup: rbac, kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', name, namespace }],
      },
    ),
  ];
}
