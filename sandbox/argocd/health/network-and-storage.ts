import { fieldAt, listOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { Health } from './health-status.ts';

function hasAddress(object: KubeObject): boolean {
  return listOf(fieldAt(object.status, 'loadBalancer', 'ingress')).length > 0;
}

/** gitops-engine/pkg/health/health_service.go: only a LoadBalancer has something to wait for. */
export function serviceHealth(service: KubeObject): Health {
  return service.spec?.type === 'LoadBalancer' && !hasAddress(service)
    ? { status: 'Progressing' }
    : { status: 'Healthy' };
}

/** gitops-engine/pkg/health/health_ingress.go */
export function ingressHealth(ingress: KubeObject): Health {
  return hasAddress(ingress) ? { status: 'Healthy' } : { status: 'Progressing' };
}

/** gitops-engine/pkg/health/health_pvc.go: a claim that waits for its first pod stays Progressing. */
export function claimHealth(claim: KubeObject): Health {
  switch (claim.status?.phase) {
    case 'Lost':
      return { status: 'Degraded' };
    case 'Pending':
      return { status: 'Progressing' };
    case 'Bound':
      return { status: 'Healthy' };
    default:
      return { status: 'Unknown' };
  }
}
