import type { SchemaProblem } from '#lib/domain/guardrail/guardrail.ts';
import type { SchemaIssue, SchemaType } from '#lib/domain/json-schema/schema.ts';
import { typeOf } from '#lib/domain/json-schema/value-checks.ts';
import type { ManifestPath } from '#lib/domain/manifest/manifest.ts';
import { cutText } from '#lib/domain/value/fields.ts';
import { closestName } from './closest-name.ts';

const MOST_NAMED = 12;
const LONGEST_VALUE = 60;

const TYPES: Record<SchemaType, string> = {
  object: 'a mapping of fields',
  array: 'a list',
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'empty',
};

/** A path as people write it: `spec.containers[0].image`; `the object` for its root. */
export function pathText(path: ManifestPath): string {
  const text = path.reduce<string>((before, step) => {
    if (typeof step === 'number') {
      return `${before}[${step}]`;
    }
    const isPlain = /^[A-Za-z_][\w-]{0,80}$/.test(step);
    const name = isPlain ? step : `[${JSON.stringify(cutText(step, LONGEST_VALUE))}]`;
    return before === '' || !isPlain ? `${before}${name}` : `${before}.${name}`;
  }, '');
  return text === '' ? 'the object' : text;
}

/** Says what is wrong in a sentence that names the field. */
export function toProblem(issue: SchemaIssue): SchemaProblem {
  return { path: issue.path, message: wording(issue) };
}

function wording(issue: SchemaIssue): string {
  const field = pathText(issue.path);
  switch (issue.keyword) {
    case 'required':
      return `${field} is missing`;
    case 'unknown':
      return `unknown field ${field}${didYouMean(String(issue.path.at(-1)), names(issue.expected))}`;
    case 'type':
      return typeWording(field, issue);
    case 'enum':
      return `${field} must be ${oneOfText(names(issue.expected))}${didYouMean(String(issue.value), names(issue.expected))}`;
    case 'const':
      return `${field} must be ${JSON.stringify(issue.expected)}`;
    case 'format':
      return `${field} must be ${FORMATS[String(issue.expected)] ?? `of the form ${String(issue.expected)}`}`;
    case 'minimum':
    case 'exclusiveMinimum':
      return `${field} must be ${issue.keyword === 'minimum' ? 'at least' : 'more than'} ${String(issue.expected)}`;
    case 'maximum':
    case 'exclusiveMaximum':
      return `${field} must be ${issue.keyword === 'maximum' ? 'at most' : 'less than'} ${String(issue.expected)}`;
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return `${field} is too short: at least ${String(issue.expected)}`;
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return `${field} is too long: at most ${String(issue.expected)}`;
    case 'pattern':
      return `${field} must match ${String(issue.expected)}`;
    case 'budget':
      return 'the object is too intricate to be checked';
    default:
      return `${field} is not as its schema says (${issue.keyword})`;
  }
}

const FORMATS: Record<string, string> = {
  quantity: 'an amount such as 500m, 2 or 128Mi',
  'date-time': 'a time such as 2026-01-31T12:00:00Z',
  int32: 'a whole number of at most 2147483647',
};

function typeWording(field: string, { expected, value }: SchemaIssue): string {
  const wanted = (expected as SchemaType[]).filter((type) => type !== 'null');
  const text = wanted.map((type) => TYPES[type]).join(' or ');
  const given = typeOf(value);
  const isQuotable = given === 'integer' || given === 'number' || given === 'boolean';
  if (wanted.includes('string') && isQuotable) {
    return `${field} must be ${text}; put ${String(value)} in quotes`;
  }
  if (typeof value === 'string') {
    return `${field} must be ${text}, not ${JSON.stringify(cutText(value, LONGEST_VALUE))}`;
  }
  return `${field} must be ${text}, not ${given === 'null' ? 'empty' : TYPES[given]}`;
}

function names(expected: unknown): string[] {
  return Array.isArray(expected) ? expected.map(String) : [];
}

function oneOfText(allowed: readonly string[]): string {
  if (allowed.length === 1) {
    return String(allowed[0]);
  }
  const shown = allowed.slice(0, MOST_NAMED).map((name) => (name === '' ? '""' : name));
  return `one of ${shown.join(', ')}${allowed.length > MOST_NAMED ? ' …' : ''}`;
}

function didYouMean(given: string, known: readonly string[]): string {
  const closest = closestName(given, known);
  return closest === null ? '' : `; did you mean ${closest}?`;
}
