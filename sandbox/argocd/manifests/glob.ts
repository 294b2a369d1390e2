const MOST_ALTERNATIVES = 64;

/** `{a,b}c` → `ac`, `bc`; not more than a few dozen, however they are nested. */
function expandBraces(pattern: string): string[] {
  const open = pattern.indexOf('{');
  const close = open < 0 ? -1 : pattern.indexOf('}', open);
  if (close < 0) {
    return [pattern];
  }
  const [before, inside, after] = [pattern.slice(0, open), pattern.slice(open + 1, close), pattern.slice(close + 1)];
  return inside
    .split(',')
    .flatMap((part) => expandBraces(`${before}${part}${after}`))
    .slice(0, MOST_ALTERNATIVES);
}

/** One pattern of `*` and `?` against a text, in time of the one length times the other. */
function matchesOne(pattern: string, text: string): boolean {
  let at = 0;
  let textAt = 0;
  let star = -1;
  let starText = 0;
  while (textAt < text.length) {
    if (pattern[at] === '*') {
      star = at;
      starText = textAt;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[textAt])) {
      at += 1;
      textAt += 1;
    } else if (star >= 0) {
      at = star + 1;
      starText += 1;
      textAt = starText;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') {
    at += 1;
  }
  return at === pattern.length;
}

/** Globs as Argo CD uses them: `*` also matches a slash, braces hold alternatives. */
export function matchesGlob(pattern: string, text: string): boolean {
  return expandBraces(pattern).some((one) => matchesOne(one, text));
}
