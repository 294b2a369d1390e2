import { objectIn, objectsIn, textFieldsIn, textIn, textsIn } from '../api/json-shape.ts';

/** One condition of a selector that objects carry. */
export type LabelExpression = { key: string; operator: string; values: string[] };

/** Reads a label selector as objects carry it (meta/v1 LabelSelector). */
export function readLabelSelector(selector: unknown): {
  matchLabels: Record<string, string>;
  matchExpressions: LabelExpression[];
} {
  const { matchLabels, matchExpressions } = objectIn(selector);
  return {
    matchLabels: textFieldsIn(matchLabels),
    matchExpressions: objectsIn(matchExpressions).map(({ key, operator, values }) => ({
      key: textIn(key),
      operator: textIn(operator),
      values: textsIn(values),
    })),
  };
}

/** Whether labels fulfil the selector. An empty one selects everything, none (undefined) nothing. */
export function matchesLabelSelector(selector: unknown, labels: Record<string, string> = {}): boolean {
  if (selector === undefined || selector === null) {
    return false;
  }
  const { matchLabels, matchExpressions } = readLabelSelector(selector);
  const hasLabels = Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
  return hasLabels && matchExpressions.every((expression) => fulfils(expression, labels));
}

function fulfils({ key, operator, values }: LabelExpression, labels: Record<string, string>): boolean {
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
