import { matchesWildcard } from '../../controllers/api/wildcard.ts';

const MOST_ALTERNATIVES = 64;

/** The pattern with its first pair of braces taken apart; null when it has none. */
function expandFirst(pattern: string): string[] | null {
  const close = pattern.indexOf('}');
  // The innermost pair first, so that braces may stand within braces.
  const open = close < 0 ? -1 : pattern.lastIndexOf('{', close);
  if (open < 0) {
    return null;
  }
  const [before, inside, after] = [pattern.slice(0, open), pattern.slice(open + 1, close), pattern.slice(close + 1)];
  return inside.split(',').map((part) => `${before}${part}${after}`);
}

/** `{a,b}c` → `ac`, `bc`; not more than a few dozen, however many braces there are. */
function expandBraces(pattern: string): string[] {
  let patterns = [pattern];
  for (let isOpen = true; isOpen; ) {
    isOpen = false;
    patterns = patterns.flatMap((one) => {
      const expanded = expandFirst(one);
      isOpen ||= expanded !== null;
      return expanded ?? [one];
    });
    patterns = patterns.slice(0, MOST_ALTERNATIVES);
  }
  return patterns;
}

/** Globs as Argo CD uses them: `*` also matches a slash, braces hold alternatives. */
export function matchesGlob(pattern: string, text: string): boolean {
  return expandBraces(pattern).some((one) => matchesWildcard(one, text));
}
