import type { Column } from '../column.ts';
import {
  CONFIG_MAP,
  DISRUPTION_BUDGET,
  EVENT,
  HORIZONTAL_POD_AUTOSCALER,
  LEASE,
  NAMESPACE,
  PRIORITY_CLASS,
  RESOURCE_QUOTA,
  ROLE_BINDING,
  RUNTIME_CLASS,
  SECRET,
  SERVICE_ACCOUNT,
} from './cluster.ts';
import { ENDPOINT_SLICE, INGRESS, INGRESS_CLASS, NETWORK_POLICY, SERVICE } from './network.ts';
import { NODE } from './node.ts';
import { POD } from './pod.ts';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, STORAGE_CLASS } from './storage.ts';
import { CRON_JOB, DAEMON_SET, DEPLOYMENT, JOB, REPLICA_SET, STATEFUL_SET } from './workloads.ts';

/**
 * The columns of the built-in kinds, by qualified name (pkg/printers/internalversion/printers.go). A kind that is not
 * here shows its name and when it was created, as Role and LimitRange do in the real server too.
 */
export const COLUMNS: Record<string, Column[]> = {
  configmaps: CONFIG_MAP,
  events: EVENT,
  namespaces: NAMESPACE,
  nodes: NODE,
  persistentvolumeclaims: PERSISTENT_VOLUME_CLAIM,
  persistentvolumes: PERSISTENT_VOLUME,
  pods: POD,
  resourcequotas: RESOURCE_QUOTA,
  secrets: SECRET,
  serviceaccounts: SERVICE_ACCOUNT,
  services: SERVICE,
  'clusterrolebindings.rbac.authorization.k8s.io': ROLE_BINDING,
  'cronjobs.batch': CRON_JOB,
  'daemonsets.apps': DAEMON_SET,
  'deployments.apps': DEPLOYMENT,
  'endpointslices.discovery.k8s.io': ENDPOINT_SLICE,
  'horizontalpodautoscalers.autoscaling': HORIZONTAL_POD_AUTOSCALER,
  'ingressclasses.networking.k8s.io': INGRESS_CLASS,
  'ingresses.networking.k8s.io': INGRESS,
  'jobs.batch': JOB,
  'leases.coordination.k8s.io': LEASE,
  'networkpolicies.networking.k8s.io': NETWORK_POLICY,
  'poddisruptionbudgets.policy': DISRUPTION_BUDGET,
  'priorityclasses.scheduling.k8s.io': PRIORITY_CLASS,
  'replicasets.apps': REPLICA_SET,
  'rolebindings.rbac.authorization.k8s.io': ROLE_BINDING,
  'runtimeclasses.node.k8s.io': RUNTIME_CLASS,
  'statefulsets.apps': STATEFUL_SET,
  'storageclasses.storage.k8s.io': STORAGE_CLASS,
};
