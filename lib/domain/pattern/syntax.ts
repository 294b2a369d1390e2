/** Whether a code point belongs to a set of characters. */
export type CharacterSet = (code: number) => boolean;

/** A pattern as a tree. `max` null means any number of times. */
export type PatternNode =
  | { kind: 'set'; has: CharacterSet }
  | { kind: 'sequence'; items: PatternNode[] }
  | { kind: 'choice'; items: PatternNode[] }
  | { kind: 'repeat'; item: PatternNode; min: number; max: number | null }
  | { kind: 'assert'; what: 'start' | 'end' | 'word edge' | 'no word edge' };

/** Why a pattern cannot be used. */
export class PatternError extends Error {}

export const isWordCode: CharacterSet = (code) =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);

const isDigitCode: CharacterSet = (code) => code >= 48 && code <= 57;
const isSpaceCode: CharacterSet = (code) =>
  (code >= 9 && code <= 13) || code === 32 || code === 160 || code === 0xfeff || code === 0x2028 || code === 0x2029;

const not =
  (set: CharacterSet): CharacterSet =>
  (code) =>
    !set(code);

const CLASSES: Record<string, CharacterSet> = {
  d: isDigitCode,
  D: not(isDigitCode),
  w: isWordCode,
  W: not(isWordCode),
  s: isSpaceCode,
  S: not(isSpaceCode),
};

const CONTROLS: Record<string, number> = { t: 9, n: 10, v: 11, f: 12, r: 13, 0: 0 };
const LONGEST_PATTERN = 1_000;
const DEEPEST = 50;
const MOST_REPEATS = 1_000;

/**
 * Reads a regular expression of the kind that JSON Schema recommends and RE2 has in common with JavaScript: literals,
 * classes, groups, alternatives, counts and anchors. Throws PatternError for what needs backtracking (look-around,
 * back-references) and for anything else it does not know.
 */
export function parsePattern(source: string): PatternNode {
  if (source.length > LONGEST_PATTERN) {
    throw new PatternError(`it is longer than ${LONGEST_PATTERN} characters`);
  }
  const reader: Reader = { characters: [...source], at: 0, depth: 0 };
  const node = readChoice(reader);
  if (reader.at < reader.characters.length) {
    throw new PatternError(`")" closes nothing`);
  }
  return node;
}

type Reader = { characters: string[]; at: number; depth: number };

function peek(reader: Reader): string | undefined {
  return reader.characters[reader.at];
}

function accept(reader: Reader, text: string): boolean {
  const found = reader.characters.slice(reader.at, reader.at + text.length).join('') === text;
  reader.at += found ? text.length : 0;
  return found;
}

function readChoice(reader: Reader): PatternNode {
  const items = [readSequence(reader)];
  while (accept(reader, '|')) {
    items.push(readSequence(reader));
  }
  return { kind: 'choice', items };
}

function readSequence(reader: Reader): PatternNode {
  const items: PatternNode[] = [];
  for (let next = peek(reader); next !== undefined && next !== '|' && next !== ')'; next = peek(reader)) {
    items.push(readRepeat(reader, readAtom(reader)));
  }
  return { kind: 'sequence', items };
}

function readRepeat(reader: Reader, item: PatternNode): PatternNode {
  const [min, max] = readCount(reader) ?? [1, 1];
  if (min === 1 && max === 1) {
    return item;
  }
  if (item.kind === 'assert') {
    throw new PatternError('an anchor is repeated');
  }
  // Lazy or greedy makes no difference to whether something matches.
  accept(reader, '?');
  return { kind: 'repeat', item, min, max };
}

function readCount(reader: Reader): [number, number | null] | null {
  if (accept(reader, '*')) {
    return [0, null];
  }
  if (accept(reader, '+')) {
    return [1, null];
  }
  if (accept(reader, '?')) {
    return [0, 1];
  }
  const rest = reader.characters.slice(reader.at, reader.at + 12).join('');
  const [count, from = '', comma, to] = /^\{(\d{1,4})(,)?(\d{1,4})?\}/.exec(rest) ?? [];
  if (count === undefined) {
    return null;
  }
  reader.at += count.length;
  const min = Number(from);
  const max = comma === undefined ? min : to === undefined ? null : Number(to);
  if (min > MOST_REPEATS || (max !== null && (max > MOST_REPEATS || max < min))) {
    throw new PatternError(`the count ${count} is not possible`);
  }
  return [min, max];
}

function readAtom(reader: Reader): PatternNode {
  const character = peek(reader) ?? '';
  if (character === '(') {
    return readGroup(reader);
  }
  reader.at += 1;
  switch (character) {
    case '^':
      return { kind: 'assert', what: 'start' };
    case '$':
      return { kind: 'assert', what: 'end' };
    case '.':
      return { kind: 'set', has: (code) => code !== 10 && code !== 13 && code !== 0x2028 && code !== 0x2029 };
    case '[':
      return { kind: 'set', has: readClass(reader) };
    case '\\':
      return readEscape(reader);
    case '*':
    case '+':
    case '?':
      throw new PatternError(`"${character}" repeats nothing`);
    default:
      return literal(character);
  }
}

function literal(character: string): PatternNode {
  const wanted = character.codePointAt(0);
  return { kind: 'set', has: (code) => code === wanted };
}

function readGroup(reader: Reader): PatternNode {
  reader.at += 1;
  reader.depth += 1;
  if (reader.depth > DEEPEST) {
    throw new PatternError('it is nested too deeply');
  }
  if (accept(reader, '?') && !accept(reader, ':')) {
    const name = /^P?<[A-Za-z_]\w{0,40}>/.exec(reader.characters.slice(reader.at, reader.at + 50).join(''))?.[0];
    if (name === undefined) {
      throw new PatternError('look-around and flags inside a pattern are not supported');
    }
    reader.at += name.length;
  }
  const inner = readChoice(reader);
  if (!accept(reader, ')')) {
    throw new PatternError('a group is not closed');
  }
  reader.depth -= 1;
  return inner;
}

function readEscape(reader: Reader): PatternNode {
  const character = peek(reader);
  if (character === 'b' || character === 'B') {
    reader.at += 1;
    return { kind: 'assert', what: character === 'b' ? 'word edge' : 'no word edge' };
  }
  if (character === 'A' || character === 'z') {
    reader.at += 1;
    return { kind: 'assert', what: character === 'A' ? 'start' : 'end' };
  }
  const read = readEscapedSet(reader);
  return { kind: 'set', has: typeof read === 'number' ? (code) => code === read : read };
}

/** After a backslash: one character by its code, or a class of them. */
function readEscapedSet(reader: Reader): number | CharacterSet {
  const character = peek(reader);
  if (character === undefined) {
    throw new PatternError('it ends in a backslash');
  }
  reader.at += 1;
  const set = CLASSES[character] ?? CONTROLS[character];
  if (set !== undefined) {
    return set;
  }
  if (character === 'x' || character === 'u') {
    const rest = reader.characters.slice(reader.at, reader.at + 10).join('');
    const found = (character === 'x' ? /^([0-9a-f]{2})/i : /^(?:([0-9a-f]{4})|\{([0-9a-f]{1,6})\})/i).exec(rest);
    if (found === null) {
      throw new PatternError(`"\\${character}" is not followed by a code`);
    }
    reader.at += found[0].length;
    return Number.parseInt(found[1] ?? found[2] ?? '', 16);
  }
  if (/[A-Za-z0-9]/.test(character)) {
    throw new PatternError(`"\\${character}" is not supported`);
  }
  return character.codePointAt(0) ?? 0;
}

function readClass(reader: Reader): CharacterSet {
  const negated = accept(reader, '^');
  const sets: CharacterSet[] = [];
  while (!accept(reader, ']')) {
    const from = readClassItem(reader);
    const isRange = peek(reader) === '-' && reader.characters[reader.at + 1] !== ']';
    if (typeof from === 'function') {
      sets.push(from);
    } else if (isRange) {
      reader.at += 1;
      const to = readClassItem(reader);
      if (typeof to === 'function' || to < from) {
        throw new PatternError('a range of characters is the wrong way round');
      }
      sets.push((code) => code >= from && code <= to);
    } else {
      sets.push((code) => code === from);
    }
  }
  const has: CharacterSet = (code) => sets.some((set) => set(code));
  return negated ? not(has) : has;
}

function readClassItem(reader: Reader): number | CharacterSet {
  const character = peek(reader);
  if (character === undefined) {
    throw new PatternError('a set of characters is not closed');
  }
  reader.at += 1;
  if (character !== '\\') {
    return character.codePointAt(0) ?? 0;
  }
  if (accept(reader, 'b')) {
    return 8;
  }
  return readEscapedSet(reader);
}
