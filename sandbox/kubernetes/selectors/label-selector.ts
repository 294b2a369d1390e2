import { badRequest } from '../api/errors.ts';
import { isLabelKey, isLabelValue } from '../api/names.ts';
import { type LabelToken, lexLabelSelector, unexpected } from './label-lexer.ts';

export type LabelOperator = '=' | '!=' | 'in' | 'notin' | 'exists' | 'absent' | '>' | '<';

export type LabelRequirement = { key: string; operator: LabelOperator; values: string[] };

type Cursor = { peek(): LabelToken; next(): LabelToken };

/**
 * Parses `a=b,c!=d,e in (f,g),h notin (i),j,!k,l>3` as apimachinery's labels.Parse does. An empty text selects all.
 * Throws ApiError 400.
 */
export function parseLabelSelector(selector: string): LabelRequirement[] {
  const tokens = lexLabelSelector(selector);
  let at = 0;
  const end: LabelToken = { kind: 'end', text: '' };
  const cursor: Cursor = {
    peek: () => tokens[at] ?? end,
    next: () => {
      at += 1;
      return tokens[at - 1] ?? end;
    },
  };
  const requirements: LabelRequirement[] = [];
  while (cursor.peek().kind !== 'end') {
    requirements.push(checked(readRequirement(cursor)));
    const after = cursor.next();
    if (after.kind === 'end') {
      break;
    }
    if (after.text !== ',') {
      throw unexpected(after, "',' or 'end of string'");
    }
    if (cursor.peek().kind === 'end') {
      throw unexpected(cursor.peek(), "identifier after ','");
    }
  }
  return requirements;
}

function readRequirement(cursor: Cursor): LabelRequirement {
  if (cursor.peek().text === '!') {
    cursor.next();
    return { key: readKey(cursor), operator: 'absent', values: [] };
  }
  const key = readKey(cursor);
  const { kind, text } = cursor.peek();
  if (kind === 'end' || text === ',') {
    return { key, operator: 'exists', values: [] };
  }
  const token = cursor.next();
  switch (token.text) {
    case 'in':
    case 'notin':
      return { key, operator: token.text, values: readSet(cursor) };
    case '=':
    case '==':
      return { key, operator: '=', values: [readValue(cursor)] };
    case '!=':
    case '>':
    case '<':
      return { key, operator: token.text, values: [readValue(cursor)] };
    default:
      throw unexpected(token, 'in, notin, =, ==, !=, gt, lt');
  }
}

function readKey(cursor: Cursor): string {
  const token = cursor.next();
  if (token.kind !== 'word') {
    throw unexpected(token, "!, identifier, or 'end of string'");
  }
  return token.text;
}

/** `key=` stands for an empty value. */
function readValue(cursor: Cursor): string {
  const { kind, text } = cursor.peek();
  if (kind === 'end' || text === ',') {
    return '';
  }
  const token = cursor.next();
  if (token.kind !== 'word') {
    throw unexpected(token, 'identifier');
  }
  return token.text;
}

function readSet(cursor: Cursor): string[] {
  const open = cursor.next();
  if (open.text !== '(') {
    throw unexpected(open, "'('");
  }
  const values: string[] = [];
  for (;;) {
    const token = cursor.next();
    const isWord = token.kind === 'word';
    values.push(isWord ? token.text : '');
    const after = isWord ? cursor.next() : token;
    if (after.text === ')') {
      return values;
    }
    if (after.text !== ',') {
      throw unexpected(after, "',' or ')'");
    }
  }
}

function checked(requirement: LabelRequirement): LabelRequirement {
  const { key, operator, values } = requirement;
  if (!isLabelKey(key)) {
    throw badRequest(
      `unable to parse requirement: <nil>: Invalid value: "${key}": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
    );
  }
  const bad = values.find((value) => !isLabelValue(value));
  if (bad !== undefined) {
    throw badRequest(
      `unable to parse requirement: values[0][${key}]: Invalid value: "${bad}": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
    );
  }
  if ((operator === '>' || operator === '<') && !/^-?\d{1,18}$/.test(values[0] ?? '')) {
    throw badRequest(
      `unable to parse requirement: values[0][${key}]: Invalid value: "${values[0]}": for 'Gt', 'Lt' operators, the value must be an integer`,
    );
  }
  return requirement;
}

/** Whether labels fulfil all requirements. Without the key, `!=` and `notin` are fulfilled and everything else is not. */
export function matchesLabels(requirements: readonly LabelRequirement[], labels: Record<string, string> = {}): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    switch (operator) {
      case 'exists':
        return value !== undefined;
      case 'absent':
        return value === undefined;
      case '!=':
      case 'notin':
        return value === undefined || !values.includes(value);
      case '=':
      case 'in':
        return value !== undefined && values.includes(value);
      case '>':
        return isInteger(value) && BigInt(value) > BigInt(values[0] ?? '0');
      case '<':
        return isInteger(value) && BigInt(value) < BigInt(values[0] ?? '0');
      default:
        return operator satisfies never;
    }
  });
}

function isInteger(value: string | undefined): value is string {
  return value !== undefined && /^-?\d{1,18}$/.test(value);
}
