import type { KubeObject } from '../../kubernetes/object.ts';
import { HOOK_FINALIZER } from '../application/annotations.ts';
import { groupOf } from '../application/resource-key.ts';
import { autoscalerHealth } from './autoscaler.ts';
import {
  applicationHealth,
  certificateHealth,
  issuerHealth,
  policyHealth,
  sealedSecretHealth,
} from './custom-kinds.ts';
import type { Health } from './health-status.ts';
import { claimHealth, ingressHealth, serviceHealth } from './network-and-storage.ts';
import { cronJobHealth, jobHealth, podHealth } from './pods-and-jobs.ts';
import { daemonSetHealth, deploymentHealth, replicaSetHealth, statefulSetHealth } from './workloads.ts';

type Check = (object: KubeObject) => Health;

const CHECKS: Record<string, Check> = {
  'apps/Deployment': deploymentHealth,
  'apps/ReplicaSet': replicaSetHealth,
  'apps/StatefulSet': statefulSetHealth,
  'apps/DaemonSet': daemonSetHealth,
  '/Pod': podHealth,
  'batch/Job': jobHealth,
  'batch/CronJob': cronJobHealth,
  'autoscaling/HorizontalPodAutoscaler': autoscalerHealth,
  '/PersistentVolumeClaim': claimHealth,
  '/Service': serviceHealth,
  'networking.k8s.io/Ingress': ingressHealth,
  'cert-manager.io/Certificate': certificateHealth,
  'cert-manager.io/ClusterIssuer': issuerHealth,
  'cert-manager.io/Issuer': issuerHealth,
  'bitnami.com/SealedSecret': sealedSecretHealth,
  'kyverno.io/ClusterPolicy': policyHealth,
  'kyverno.io/Policy': policyHealth,
};

/** `group/Kind` of all that have a check, whatever the settings say. */
export const JUDGED_KINDS: readonly string[] = Object.keys(CHECKS);

/**
 * The health of one live object; null for kinds that have none.
 * @param hasApplicationHealth whether argocd-cm gives Applications a health check
 */
export function resourceHealth(object: KubeObject, hasApplicationHealth: boolean): Health | null {
  if (object.metadata.deletionTimestamp !== undefined && !object.metadata.finalizers?.includes(HOOK_FINALIZER)) {
    return { status: 'Progressing', message: 'Pending deletion' };
  }
  const kind = `${groupOf(object.apiVersion)}/${object.kind}`;
  if (kind === 'argoproj.io/Application') {
    return hasApplicationHealth ? applicationHealth(object) : null;
  }
  return CHECKS[kind]?.(object) ?? null;
}
