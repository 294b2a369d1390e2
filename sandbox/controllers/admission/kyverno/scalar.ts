import { parseQuantityMillis } from '../../api/quantity.ts';
import { matchesWildcard } from '../../api/wildcard.ts';

const ATOM = /^(>=|<=|>|<|!)?(.*)$/s;
const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function parseDurationMs(text: string): number | null {
  const parts = [...text.matchAll(/(\d{1,9}(?:\.\d{1,6})?)(ms|s|m|h)/g)];
  const length = parts.reduce((sum, part) => sum + part[0].length, 0);
  return parts.length > 0 && length === text.length
    ? parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ''] ?? 0), 0)
    : null;
}

function compare(operator: string, left: number, right: number): boolean {
  switch (operator) {
    case '>=':
      return left >= right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '<':
      return left < right;
    case '!':
      return left !== right;
    default:
      return left === right;
  }
}

/** How a value reads as text; null for none. */
function valueText(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/**
 * One part of a string pattern: compared as duration, then as quantity, then as text with wildcards. A missing value
 * counts as 0 for amounts and never equals a text, not even a denied one: pkg/engine/pattern, compareString.
 */
function matchesAtom(value: unknown, atom: string): boolean {
  const [, operator = '', wanted = ''] = (atom.length < 2 ? [atom, '', atom] : ATOM.exec(atom)) ?? [];
  const text = valueText(value);
  for (const parse of [parseDurationMs, parseQuantityMillis]) {
    const left = parse(text ?? '0');
    const right = parse(wanted.trim());
    if (left !== null && right !== null) {
      return compare(operator, left, right);
    }
  }
  if (text === null || (operator !== '' && operator !== '!')) {
    return false;
  }
  return matchesWildcard(wanted, text) === (operator === '');
}

/** A pattern that is no map and no list against a value: pkg/engine/pattern/pattern.go. */
export function matchesScalar(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(value)) {
    return value.every((item) => matchesScalar(item, pattern));
  }
  if (pattern === null) {
    return value === null || value === undefined || value === 0 || value === '' || value === false;
  }
  if (typeof pattern === 'boolean') {
    return value === pattern;
  }
  if (typeof pattern === 'number') {
    return value === pattern || (typeof value === 'string' && value !== '' && Number(value) === pattern);
  }
  if (typeof pattern !== 'string') {
    return false;
  }
  if (value === pattern) {
    return true;
  }
  return pattern.split('|').some((part) => part.split('&').every((atom) => matchesAtom(value, atom.trim())));
}
