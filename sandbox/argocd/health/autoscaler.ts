import { conditionsOf } from '../../controllers/api/conditions.ts';
import { textOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { Health } from './health-status.ts';

const DEGRADED: readonly [type: string, reason: string][] = [
  ['AbleToScale', 'FailedGetScale'],
  ['AbleToScale', 'FailedUpdateScale'],
  ['ScalingActive', 'FailedGetResourceMetric'],
  ['ScalingActive', 'InvalidSelector'],
];

/** gitops-engine/pkg/health/health_hpa.go, version v2: the first condition that says something decides. */
export function autoscalerHealth(autoscaler: KubeObject): Health {
  for (const { type, status, reason, message } of conditionsOf(autoscaler)) {
    if (DEGRADED.some(([badType, badReason]) => type === badType && reason === badReason)) {
      return { status: 'Degraded', message: textOf(message) };
    }
    if (status === 'True' && (type === 'AbleToScale' || type === 'ScalingLimited')) {
      return { status: 'Healthy', message: textOf(message) };
    }
  }
  return { status: 'Progressing', message: 'Waiting to Autoscale' };
}
