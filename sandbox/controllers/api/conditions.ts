import type { KubeObject } from '../../kubernetes/object.ts';
import { fieldsOf, listOf } from './fields.ts';

export type Condition = {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastUpdateTime?: string;
  [key: string]: unknown;
};

export function conditionsOf(object: KubeObject): Condition[] {
  return listOf(object.status?.conditions).map((condition) => fieldsOf(condition) as Condition);
}

export function conditionOf(object: KubeObject, type: string): Condition | undefined {
  return conditionsOf(object).find((condition) => condition.type === type);
}

/** Puts a condition in its place; the time of the transition moves only when its status does. */
export function withCondition(conditions: readonly Condition[], next: Condition, at: string): Condition[] {
  const before = conditions.find((condition) => condition.type === next.type);
  const lastTransitionTime =
    before !== undefined && before.status === next.status ? (before.lastTransitionTime ?? at) : at;
  const placed = { ...next, lastTransitionTime };
  return before === undefined
    ? [...conditions, placed]
    : conditions.map((condition) => (condition === before ? placed : condition));
}
