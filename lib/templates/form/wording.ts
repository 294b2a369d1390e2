import type { SchemaIssue, SchemaType } from '#lib/domain/json-schema/schema.ts';
import type { FieldSchema } from './schema.ts';

const TYPES: Record<SchemaType, string> = {
  object: 'a group of fields',
  array: 'a list',
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'yes or no',
  null: 'empty',
};

const FORMATS: Record<string, string> = {
  email: 'an e-mail address',
  uri: 'a complete address, such as https://example.org',
  url: 'a complete address, such as https://example.org',
  hostname: 'a host name, such as web.example.org',
  date: 'a date, such as 2026-01-31',
  'date-time': 'a time, such as 2026-01-31T12:00:00Z',
  ipv4: 'an address such as 192.168.1.10',
  quantity: 'an amount such as 500m, 2 or 128Mi',
};

/** What is wrong with a field, said to the person who fills it. The template's own words come first. */
export function wordingOf(issue: SchemaIssue): string {
  if (issue.value === '' && issue.keyword !== 'type') {
    return 'This is required.';
  }
  const { errorMessage } = issue.schema as FieldSchema;
  const own = typeof errorMessage === 'object' ? errorMessage[issue.keyword] : errorMessage;
  return typeof own === 'string' && own !== '' ? own : portalWording(issue);
}

function portalWording({ keyword, expected }: SchemaIssue): string {
  const limit = String(expected);
  switch (keyword) {
    case 'required':
      return 'This is required.';
    case 'unknown':
      return 'There is no such field.';
    case 'type':
      return `This must be ${(expected as SchemaType[]).map((type) => TYPES[type]).join(' or ')}.`;
    case 'enum':
      return `Choose one of: ${(expected as unknown[]).slice(0, 20).map(String).join(', ')}.`;
    case 'const':
      return `This must be ${limit}.`;
    case 'minimum':
      return `This must be at least ${limit}.`;
    case 'maximum':
      return `This must be at most ${limit}.`;
    case 'exclusiveMinimum':
      return `This must be more than ${limit}.`;
    case 'exclusiveMaximum':
      return `This must be less than ${limit}.`;
    case 'multipleOf':
      return `This must be a multiple of ${limit}.`;
    case 'minLength':
      return `At least ${limit} characters.`;
    case 'maxLength':
      return `At most ${limit} characters.`;
    case 'minItems':
      return `At least ${limit} entries.`;
    case 'maxItems':
      return `At most ${limit} entries.`;
    case 'uniqueItems':
      return 'Each entry may be there once.';
    case 'format':
      return `This must be ${FORMATS[limit] ?? limit}.`;
    case 'pattern':
      return `This must match ${limit}`;
    case 'not':
      return 'This value is not possible here.';
    default:
      return 'This value is not possible.';
  }
}
