import type { KubeObject } from '../../kubernetes/object.ts';
import { conditionOf } from './conditions.ts';

/** Neither finished nor on its way out: the pods that count for a controller. */
export function isActive(pod: KubeObject): boolean {
  return pod.metadata.deletionTimestamp === undefined && !isFinished(pod);
}

export function isFinished(pod: KubeObject): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

export function isReady(pod: KubeObject): boolean {
  return conditionOf(pod, 'Ready')?.status === 'True';
}

/** In ms how long until a pod has been ready for so many seconds: 0 when it has, null when it is not ready. */
export function msUntilAvailable(pod: KubeObject, minReadySeconds: number, now: number): number | null {
  const ready = conditionOf(pod, 'Ready');
  if (ready?.status !== 'True') {
    return null;
  }
  const since = Date.parse(ready.lastTransitionTime ?? '');
  return minReadySeconds === 0 || Number.isNaN(since) ? 0 : Math.max(0, since + minReadySeconds * 1000 - now);
}
