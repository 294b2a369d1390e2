import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const TYPES: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys',
};

/** What was expected, and what is there instead, in words that need no knowledge of the schema. */
export function expectation(issue: Issue): string {
  const isMissing = issue.input === undefined || issue.input === null;
  return `${isMissing ? 'it is missing; ' : ''}expected ${expected(issue)}${isMissing ? '' : insteadOf(issue)}`;
}

function expected(issue: Issue): string {
  // Where the schema has words of its own, they are made to follow "expected".
  if (!/^(Invalid|Too) /.test(issue.message)) {
    return issue.message;
  }
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? `a value of type ${issue.expected}`;
    case 'too_small':
    case 'too_big':
      return size(issue);
    case 'invalid_value':
      return `one of ${issue.values.map((value) => `"${String(value)}"`).join(', ')}`;
    default:
      return issue.message.replace(/^Invalid input: expected /, '');
  }
}

function insteadOf(issue: Issue): string {
  return issue.code === 'invalid_type' ? `, not ${typeName(issue.input)}` : '';
}

function size(issue: Issue & { code: 'too_small' | 'too_big' }): string {
  const limit = issue.code === 'too_small' ? issue.minimum : issue.maximum;
  const bound = issue.code === 'too_small' ? 'at least' : 'at most';
  switch (issue.origin) {
    case 'array':
      return `a list of ${bound} ${limit}`;
    case 'string':
      return `a text of ${bound} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
    default:
      return `a number of ${issue.inclusive === false ? 'more than' : bound} ${limit}`;
  }
}

function typeName(value: unknown): string {
  return Array.isArray(value) ? 'a list' : (TYPES[typeof value] ?? `a ${typeof value}`);
}
