import type { Random } from './random.ts';

/** A part of a schema that no answer can be made for; the server refuses it as it refuses a grammar. */
export class UnsupportedSchemaError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnsupportedSchemaError';
  }
}

type Atom = { kind: 'characters'; characters: readonly string[] } | { kind: 'group'; options: readonly Sequence[] };
type Sequence = readonly { atom: Atom; least: number; most: number }[];

/** How many repetitions an open end (`*`, `+`, `{2,}`) may add. */
const OPEN_END = 8;

const DIGITS = range('0', '9');
const WORD = [...range('a', 'z'), ...range('A', 'Z'), ...DIGITS, '_'];
const PRINTABLE = range(' ', '~');
const CLASSES: Readonly<Record<string, readonly string[]>> = { d: DIGITS, w: WORD, s: [' '] };
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

export type Pattern = {
  /** A text that fits. @param size 0 makes it as short as it can be, 1 as long as chance likes */
  sample(random: Random, size: number): string;
};

/**
 * Reads a regular expression to make texts from it: characters, classes, groups, alternatives, repetitions. Texts are
 * whole matches. Throws UnsupportedSchemaError for what cannot be made (look-around, back references, boundaries).
 */
export function parsePattern(source: string): Pattern {
  const reader = { source, at: 0 };
  const options = readOptions(reader);
  if (reader.at < source.length) {
    throw new UnsupportedSchemaError(`pattern ${source}: unmatched )`);
  }
  return { sample: (random, size) => sampleOptions(options, random, size) };
}

function range(first: string, last: string): string[] {
  const from = first.codePointAt(0) ?? 0;
  const to = last.codePointAt(0) ?? 0;
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => String.fromCodePoint(from + index));
}

type Reader = { readonly source: string; at: number };

function readOptions(reader: Reader): Sequence[] {
  const options = [readSequence(reader)];
  while (reader.source[reader.at] === '|') {
    reader.at += 1;
    options.push(readSequence(reader));
  }
  return options;
}

function readSequence(reader: Reader): Sequence {
  const sequence: { atom: Atom; least: number; most: number }[] = [];
  for (let next = reader.source[reader.at]; next !== undefined; next = reader.source[reader.at]) {
    if (next === '|' || next === ')') {
      break;
    }
    reader.at += 1;
    // Texts are whole matches, so the anchors say nothing new.
    if (next !== '^' && next !== '$') {
      const atom = readAtom(reader, next);
      sequence.push({ atom, ...readRepetition(reader) });
    }
  }
  return sequence;
}

function readAtom(reader: Reader, first: string): Atom {
  switch (first) {
    case '(':
      return readGroup(reader);
    case '[':
      return { kind: 'characters', characters: readClass(reader) };
    case '.':
      return { kind: 'characters', characters: PRINTABLE };
    case '\\':
      return { kind: 'characters', characters: readEscape(reader) };
    case '*':
    case '+':
    case '?':
      throw new UnsupportedSchemaError(`pattern ${reader.source}: nothing to repeat`);
    default:
      return { kind: 'characters', characters: [first] };
  }
}

function readGroup(reader: Reader): Atom {
  if (reader.source.startsWith('?:', reader.at)) {
    reader.at += 2;
  } else if (reader.source[reader.at] === '?') {
    throw new UnsupportedSchemaError(`pattern ${reader.source}: look-around and named groups are not supported`);
  }
  const options = readOptions(reader);
  if (reader.source[reader.at] !== ')') {
    throw new UnsupportedSchemaError(`pattern ${reader.source}: a group is not closed`);
  }
  reader.at += 1;
  return { kind: 'group', options };
}

/** After the backslash. */
function readEscape(reader: Reader): readonly string[] {
  const escaped = reader.source[reader.at] ?? '';
  reader.at += 1;
  const named = CLASSES[escaped] ?? (CONTROLS[escaped] === undefined ? undefined : [CONTROLS[escaped]]);
  if (named !== undefined) {
    return named;
  }
  const negated = CLASSES[escaped.toLowerCase()];
  if (negated !== undefined) {
    return without(negated);
  }
  if (escaped === '' || /[A-Za-z0-9]/.test(escaped)) {
    throw new UnsupportedSchemaError(`pattern ${reader.source}: \\${escaped} is not supported`);
  }
  return [escaped];
}

/** After the opening bracket. */
function readClass(reader: Reader): readonly string[] {
  const isNegated = reader.source[reader.at] === '^';
  reader.at += isNegated ? 1 : 0;
  const members: string[] = [];
  for (let next = reader.source[reader.at]; next !== ']'; next = reader.source[reader.at]) {
    if (next === undefined) {
      throw new UnsupportedSchemaError(`pattern ${reader.source}: a class is not closed`);
    }
    members.push(...readMember(reader));
  }
  reader.at += 1;
  return isNegated ? without(members) : members;
}

function readMember(reader: Reader): readonly string[] {
  const first = readMemberStart(reader);
  const [only] = first;
  const last = reader.source[reader.at + 1];
  if (
    first.length > 1 ||
    only === undefined ||
    reader.source[reader.at] !== '-' ||
    last === undefined ||
    last === ']'
  ) {
    return first;
  }
  reader.at += 1;
  const [end] = readMemberStart(reader);
  return end === undefined ? first : range(only, end);
}

function readMemberStart(reader: Reader): readonly string[] {
  const character = reader.source[reader.at] ?? '';
  reader.at += 1;
  return character === '\\' ? readEscape(reader) : [character];
}

function without(members: readonly string[]): string[] {
  return PRINTABLE.filter((character) => !members.includes(character));
}

function readRepetition(reader: Reader): { least: number; most: number } {
  const counts = /\{(\d{1,4})(,(\d{1,4})?)?\}/y;
  counts.lastIndex = reader.at;
  const match = counts.exec(reader.source);
  const mark = reader.source[reader.at] ?? '';
  let repetition = { least: 1, most: 1 };
  if (match !== null) {
    const least = Number(match[1]);
    const open = match[2] === undefined ? least : least + OPEN_END;
    repetition = { least, most: match[3] === undefined ? open : Number(match[3]) };
    reader.at += match[0].length;
  } else if (mark !== '' && '*+?'.includes(mark)) {
    repetition = { least: mark === '+' ? 1 : 0, most: mark === '?' ? 1 : OPEN_END };
    reader.at += 1;
  } else {
    return repetition;
  }
  // A lazy match takes the same texts.
  reader.at += reader.source[reader.at] === '?' ? 1 : 0;
  return repetition;
}

function sampleOptions(options: readonly Sequence[], random: Random, size: number): string {
  const sequence = random.pick(options) ?? [];
  return sequence
    .map(({ atom, least, most }) => {
      const times = least + Math.floor(random.next() * size * (most - least + 1));
      return Array.from({ length: Math.min(times, most) }, () => sampleAtom(atom, random, size)).join('');
    })
    .join('');
}

function sampleAtom(atom: Atom, random: Random, size: number): string {
  return atom.kind === 'group' ? sampleOptions(atom.options, random, size) : (random.pick(atom.characters) ?? '');
}
