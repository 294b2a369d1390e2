import { isFields } from '../../api/fields.ts';
import { matchesScalar } from './scalar.ts';

/**
 * What a pattern makes of an object. `skip`: a condition in it does not hold, so it says nothing; `skip rule`: a global
 * one does not hold, which goes for all of the rule.
 */
export type PatternResult = { verdict: 'pass' } | { verdict: 'skip' | 'skip rule' } | { verdict: 'fail'; path: string };

const PASS: PatternResult = { verdict: 'pass' };
const SKIP: PatternResult = { verdict: 'skip' };
const ANCHOR = /^([+<=X^])?\((.+)\)$/;

type Anchor = { kind: string; key: string };

/** `=(image)` → an anchor of the kind `=`; `(image)` has the kind `()`; a plain key has none. */
function anchorOf(key: string): Anchor | null {
  const match = ANCHOR.exec(key);
  return match === null ? null : { kind: match[1] ?? '()', key: match[2] ?? '' };
}

function existence(pattern: unknown, value: unknown, path: string): PatternResult {
  if (!Array.isArray(value) || !Array.isArray(pattern)) {
    return { verdict: 'fail', path };
  }
  const isThere = pattern.every((wanted) => value.some((item) => matchPattern(wanted, item, path).verdict === 'pass'));
  return isThere ? PASS : { verdict: 'fail', path };
}

function anchored(
  { kind, key }: Anchor,
  pattern: unknown,
  resource: Record<string, unknown>,
  path: string,
): PatternResult {
  const at = `${path}${key}/`;
  const isThere = key in resource;
  switch (kind) {
    case 'X':
      return isThere ? { verdict: 'fail', path: at } : PASS;
    case '^':
      return isThere ? existence(pattern, resource[key], at) : PASS;
    case '<':
      return isThere && matchPattern(pattern, resource[key], at).verdict === 'fail' ? { verdict: 'skip rule' } : PASS;
    case '()':
      return isThere && matchPattern(pattern, resource[key], at).verdict === 'pass' ? PASS : SKIP;
    default: {
      const result = isThere ? matchPattern(pattern, resource[key], at) : PASS;
      // What is skipped below a key that may be missing anyway does not skip what stands beside it.
      return result.verdict === 'skip' ? PASS : result;
    }
  }
}

function matchMap(pattern: Record<string, unknown>, resource: Record<string, unknown>, path: string): PatternResult {
  const entries = Object.entries(pattern).map(([key, part]) => ({ key, part, anchor: anchorOf(key) }));
  const conditions = entries.filter(({ anchor }) => anchor !== null && anchor.kind !== '<');
  const rest = entries.filter(({ anchor }) => anchor === null || anchor.kind === '<');
  const ordered = [...conditions.sort((a, b) => (a.key < b.key ? -1 : 1)), ...rest];
  for (const { key, part, anchor } of ordered) {
    const result =
      anchor === null ? matchPattern(part, resource[key], `${path}${key}/`) : anchored(anchor, part, resource, path);
    if (result.verdict !== 'pass') {
      return result;
    }
  }
  return PASS;
}

function matchList(pattern: readonly unknown[], value: unknown, path: string): PatternResult {
  if (!Array.isArray(value) || pattern.length === 0) {
    return { verdict: 'fail', path };
  }
  const results = value.map((item, index) => matchPattern(pattern[0], item, `${path}${index}/`));
  const bad = results.find(({ verdict }) => verdict === 'fail' || verdict === 'skip rule');
  if (bad !== undefined) {
    return bad;
  }
  const isAllSkipped = results.length > 0 && results.every(({ verdict }) => verdict === 'skip');
  return isAllSkipped ? SKIP : PASS;
}

/**
 * Lays a `validate.pattern` over a value: pkg/engine/validate and pkg/engine/anchor of Kyverno.
 * @param path of the value, ending in a slash, for the message
 */
export function matchPattern(pattern: unknown, value: unknown, path: string): PatternResult {
  if (Array.isArray(pattern)) {
    return matchList(pattern, value, path);
  }
  if (isFields(pattern)) {
    return isFields(value) ? matchMap(pattern, value, path) : { verdict: 'fail', path };
  }
  if (pattern === '*') {
    return value === undefined || value === null ? { verdict: 'fail', path } : PASS;
  }
  return matchesScalar(value, pattern) ? PASS : { verdict: 'fail', path };
}
