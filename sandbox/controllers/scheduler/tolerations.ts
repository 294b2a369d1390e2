import type { Toleration } from '../api/pod-types.ts';

export type Taint = { key: string; value?: string; effect: string };

function tolerates(toleration: Toleration, taint: Taint): boolean {
  const isSameEffect = !toleration.effect || toleration.effect === taint.effect;
  const isSameKey = !toleration.key || toleration.key === taint.key;
  const isSameValue = toleration.operator === 'Exists' || (toleration.value ?? '') === (taint.value ?? '');
  // An empty key is allowed with Exists only: it tolerates everything.
  return isSameEffect && isSameKey && isSameValue && (Boolean(toleration.key) || toleration.operator === 'Exists');
}

/** The first taint that keeps a pod away: only NoSchedule and NoExecute do. */
export function findUntoleratedTaint(
  taints: readonly Taint[],
  tolerations: readonly Toleration[] | undefined,
): Taint | undefined {
  return taints.find(
    (taint) =>
      (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') &&
      !(tolerations ?? []).some((toleration) => tolerates(toleration, taint)),
  );
}
