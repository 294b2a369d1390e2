/** A name with the value that a line gives it: `KEY=value`, `key: value`, `"key": "value"`. `at` is where the value starts. */
export type Assignment = { name: string; value: string; at: number };

const LONGEST_NAME = 100;
const LONGEST_VALUE = 300;
const MOST_ASSIGNMENTS = 50_000;
const NAME = /[A-Za-z0-9_.-]/;
const WORD = /[^\s,;"'`]{1,300}/y;

/**
 * Every assignment in a text of any kind. Throws when there are more than any honest text has, so that the rule says that it
 * did not look, instead of passing what it did not see.
 */
export function findAssignments(text: string): Assignment[] {
  const found: Assignment[] = [];
  let looked = 0;
  for (let at = nextSeparator(text, 0); at >= 0; at = nextSeparator(text, at + 1)) {
    looked += 1;
    if (looked > MOST_ASSIGNMENTS) {
      throw new Error(`the text has more than ${MOST_ASSIGNMENTS} assignments`);
    }
    const name = nameBefore(text, at);
    const start = valueStart(text, at + 1);
    const value = name === '' ? '' : valueFrom(text, start);
    if (value !== '') {
      found.push({ name, value, at: start });
    }
  }
  return found;
}

function nextSeparator(text: string, from: number): number {
  const colon = text.indexOf(':', from);
  const equals = text.indexOf('=', from);
  return colon < 0 || (equals >= 0 && equals < colon) ? equals : colon;
}

function nameBefore(text: string, separator: number): string {
  let end = separator;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '"' || text[end - 1] === "'") && separator - end < 4) {
    end -= 1;
  }
  let start = end;
  while (start > 0 && end - start < LONGEST_NAME && NAME.test(text[start - 1] ?? '')) {
    start -= 1;
  }
  return text.slice(start, end);
}

function valueStart(text: string, from: number): number {
  let start = from;
  while (start - from < 8 && (text[start] === ' ' || text[start] === '\t' || text[start] === '=')) {
    start += 1;
  }
  return start;
}

/** A value in quotes up to the closing one, or a word up to a space, comma or semicolon. */
function valueFrom(text: string, start: number): string {
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, start + 1);
    return end < 0 || end - start > LONGEST_VALUE ? '' : text.slice(start + 1, end);
  }
  WORD.lastIndex = start;
  return WORD.exec(text)?.[0] ?? '';
}

/** Passwords inside of addresses: `postgres://user:password@host/db`. */
export function findUrlPasswords(text: string): { at: number; password: string }[] {
  const found: { at: number; password: string }[] = [];
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const authority = /^[^\s/?#"'<>`]{1,512}/.exec(text.slice(at + 3, at + 520))?.[0] ?? '';
    const sign = authority.lastIndexOf('@');
    const colon = authority.indexOf(':');
    if (sign > 0 && colon >= 0 && colon < sign - 1) {
      found.push({ at: at + 3 + colon + 1, password: authority.slice(colon + 1, sign) });
    }
  }
  return found;
}

/** Finds the line (from 1) of a position in a text. */
export function createLineFinder(text: string): (at: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return (at) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= at) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low + 1;
  };
}
