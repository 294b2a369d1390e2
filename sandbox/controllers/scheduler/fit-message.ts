import type { Refusal } from './filter.ts';

function histogram(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
}

function preemptionPart(refusals: readonly Refusal[]): string {
  const reasons = refusals.map(({ isFinal }) =>
    isFinal ? 'Preemption is not helpful for scheduling' : 'No preemption victims found for incoming pod',
  );
  return `preemption: 0/${refusals.length} nodes are available: ${histogram(reasons)}.`;
}

/**
 * The message of an unschedulable pod, as FitError.Error() of pkg/scheduler/framework/types.go builds it.
 * @param whole a reason that holds for every node, found before they were looked at one by one
 */
export function fitMessage(refusals: readonly Refusal[], whole?: string): string {
  if (refusals.length === 0) {
    return 'no nodes available to schedule pods';
  }
  const reasons = whole ?? histogram(refusals.flatMap((refusal) => refusal.reasons));
  return `0/${refusals.length} nodes are available: ${reasons}. ${preemptionPart(refusals)}`;
}
