import type { Pod } from './workload.ts';

/** What keeps a pod from running, in the cluster's own words. */
export type PodTrouble = {
  /** `namespace/name`. */
  pod: string;
  reason: string;
  message: string;
  /**
   * Whether something was tried and failed, and is tried again, later each time. A pod that only waits for a node has
   * not failed: the room may come without anybody's doing.
   */
  isFailing: boolean;
};

/** The rule of Argo CD for pods (gitops-engine pkg/health/health_pod.go), and three more that do not come good alone. */
export function isFailingReason(reason: string): boolean {
  return /^Err|Error$|BackOff$|^(InvalidImageName|ContainerCannotRun|OOMKilled)$/.test(reason);
}

/** null for a pod that works, has ended or is only starting. */
export function troubleOf(pod: Pod): PodTrouble | null {
  const { id, phase, ready, reason, message, restarts, nodeName } = pod;
  if (ready || phase === 'Succeeded' || phase === 'Failed') {
    return null;
  }
  if (isFailingReason(reason)) {
    return { pod: id, reason, message, isFailing: true };
  }
  // Between two crashes a container runs for a while; it is no better then.
  if (phase === 'Running' && restarts > 0) {
    const times = restarts === 1 ? 'once' : `${restarts} times`;
    return { pod: id, reason: `restarted ${times} and is not ready`, message: '', isFailing: true };
  }
  return nodeName === null && reason !== '' ? { pod: id, reason, message, isFailing: false } : null;
}

/** The one to tell of: what fails before what waits, then the same one every time. */
export function worstTrouble(troubles: Iterable<PodTrouble>): PodTrouble | undefined {
  return [...troubles].toSorted(
    (a, b) => Number(b.isFailing) - Number(a.isFailing) || (a.pod < b.pod ? -1 : a.pod > b.pod ? 1 : 0),
  )[0];
}
