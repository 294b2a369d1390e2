import { fieldsOf, listOf, textOf, textsOf } from './fields.ts';

type Labels = Record<string, string>;

function meets(labels: Labels, key: string, operator: string, values: readonly unknown[]): boolean {
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
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}

/** Whether labels meet `matchLabels` and `matchExpressions`; an empty selector meets everything, none meets nothing. */
export function selectorMatches(selector: unknown, labels: Labels | undefined): boolean {
  if (selector === undefined || selector === null) {
    return false;
  }
  const { matchLabels, matchExpressions } = fieldsOf(selector);
  return (
    Object.entries(textsOf(matchLabels)).every(([key, value]) => labels?.[key] === value) &&
    requirementsMeet(matchExpressions, labels ?? {})
  );
}

/** Every one of a list of `{ key, operator, values }`. */
export function requirementsMeet(requirements: unknown, labels: Labels): boolean {
  return listOf(requirements).every((requirement) => {
    const { key, operator, values } = fieldsOf(requirement);
    return meets(labels, textOf(key), textOf(operator), listOf(values));
  });
}
