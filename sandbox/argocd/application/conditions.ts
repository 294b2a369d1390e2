import { fieldsOf, listOf, textOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';

export type ConditionType =
  | 'DeletionError'
  | 'InvalidSpecError'
  | 'ComparisonError'
  | 'SyncError'
  | 'UnknownError'
  | 'SharedResourceWarning'
  | 'RepeatedResourceWarning';

export type ApplicationCondition = { type: string; message: string; lastTransitionTime: string };

export function applicationConditions(application: KubeObject): ApplicationCondition[] {
  return listOf(application.status?.conditions).map((value) => {
    const { type, message, lastTransitionTime } = fieldsOf(value);
    return { type: textOf(type), message: textOf(message), lastTransitionTime: textOf(lastTransitionTime) };
  });
}

/**
 * Puts conditions of some types in the place of those there were; one that says the same keeps its time:
 * types.go, SetConditions.
 */
export function replaceConditions(
  before: readonly ApplicationCondition[],
  evaluated: readonly ConditionType[],
  next: readonly { type: ConditionType; message: string }[],
  at: string,
): ApplicationCondition[] {
  const kept = before.filter((condition) => !evaluated.includes(condition.type as ConditionType));
  const placed = next.map(({ type, message }) => {
    const same = before.find((condition) => condition.type === type && condition.message === message);
    return { type, message, lastTransitionTime: same?.lastTransitionTime ?? at };
  });
  return [...kept, ...placed].sort((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : 0));
}
