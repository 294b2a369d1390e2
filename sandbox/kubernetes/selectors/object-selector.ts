/** A label selector as objects carry it (meta/v1 LabelSelector). */
export type ObjectLabelSelector = {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
};

/** Whether labels fulfil the selector. An empty one selects everything, none (undefined) nothing. */
export function matchesLabelSelector(
  selector: ObjectLabelSelector | undefined,
  labels: Record<string, string> = {},
): boolean {
  if (selector === undefined) {
    return false;
  }
  const hasLabels = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return hasLabels && (selector.matchExpressions ?? []).every((expression) => fulfils(expression, labels));
}

function fulfils(
  { key, operator, values = [] }: { key: string; operator: string; values?: string[] },
  labels: Record<string, string>,
): boolean {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
