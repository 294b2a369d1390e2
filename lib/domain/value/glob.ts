/** A pattern that was read, to be held against many texts. */
export type Glob = readonly Part[];

type Part =
  | { kind: 'any' }
  | { kind: 'one'; is: (character: string) => boolean }
  | { kind: 'either'; of: readonly Glob[] };

/** What is read of a pattern, character by character. */
type Reader = { characters: readonly string[]; at: number; depth: number };

/** Braces within braces, as nobody writes them and a hostile cluster might: each takes a part of the stack. */
const DEEPEST = 20;

/**
 * Reads a pattern as the library does that Argo CD matches with (gobwas/glob, without separators): `*` for any characters,
 * slashes among them, `?` for one, `[abc]`, `[a-z]` and `[!…]` for one of some, `{a,b}` for either, a backslash before what
 * stands for itself. Null for what cannot be read; a range and single characters in one class are such a thing.
 */
export function parseGlob(pattern: string): Glob | null {
  const reader = { characters: [...pattern], at: 0, depth: 0 };
  return readGlob(reader, false);
}

/** No pattern can make this slow: each part looks at each place of the text once. */
export function matchesGlob(glob: Glob, text: string): boolean {
  const characters = [...text];
  return placesAfter(glob, new Set([0]), characters).has(characters.length);
}

/** Where in the text one may stand behind a pattern that began at any of these places. */
function placesAfter(glob: Glob, begins: ReadonlySet<number>, characters: readonly string[]): ReadonlySet<number> {
  let places = begins;
  for (const part of glob) {
    if (places.size === 0) {
      return places;
    }
    places = placesAfterPart(part, places, characters);
  }
  return places;
}

function placesAfterPart(part: Part, places: ReadonlySet<number>, characters: readonly string[]): ReadonlySet<number> {
  if (part.kind === 'either') {
    return new Set(part.of.flatMap((glob) => [...placesAfter(glob, places, characters)]));
  }
  if (part.kind === 'any') {
    const first = Math.min(...places);
    return new Set(Array.from({ length: characters.length - first + 1 }, (_, index) => first + index));
  }
  const isNext = (place: number) => place < characters.length && part.is(characters[place] ?? '');
  return new Set([...places].filter(isNext).map((place) => place + 1));
}

/** @param isWithin whether a comma or a closing brace ends it */
function readGlob(reader: Reader, isWithin: boolean): Glob | null {
  const parts: Part[] = [];
  for (let next = peek(reader); next !== undefined; next = peek(reader)) {
    if (isWithin && (next === ',' || next === '}')) {
      return parts;
    }
    const part = readPart(reader);
    if (part === null) {
      return null;
    }
    parts.push(part);
  }
  return isWithin ? null : parts;
}

function readPart(reader: Reader): Part | null {
  const character = read(reader);
  switch (character) {
    case '*':
      return { kind: 'any' };
    case '?':
      return { kind: 'one', is: () => true };
    case '[':
      return readClass(reader);
    case '{':
      return readEither(reader);
    default: {
      const wanted = character === '\\' ? read(reader) : character;
      return wanted === undefined ? null : { kind: 'one', is: (other) => other === wanted };
    }
  }
}

function readEither(reader: Reader): Part | null {
  const of: Glob[] = [];
  reader.depth += 1;
  if (reader.depth > DEEPEST) {
    return null;
  }
  for (let end: string | undefined = ','; end !== '}'; end = read(reader)) {
    const glob = readGlob(reader, true);
    if (glob === null) {
      return null;
    }
    of.push(glob);
  }
  reader.depth -= 1;
  return { kind: 'either', of };
}

/** A range, or a list of characters, and never both. */
function readClass(reader: Reader): Part | null {
  const isNot = peek(reader) === '!';
  reader.at += isNot ? 1 : 0;
  const is = reader.characters[reader.at + 1] === '-' ? readRange(reader) : readList(reader);
  if (is === null || read(reader) !== ']') {
    return null;
  }
  return { kind: 'one', is: (character) => is(character) !== isNot };
}

function readRange(reader: Reader): ((character: string) => boolean) | null {
  const [low, , high] = [read(reader), read(reader), read(reader)].map((character) => character?.codePointAt(0));
  if (low === undefined || high === undefined || high < low) {
    return null;
  }
  return (character) => {
    const code = character.codePointAt(0) ?? -1;
    return code >= low && code <= high;
  };
}

function readList(reader: Reader): ((character: string) => boolean) | null {
  const listed = new Set<string>();
  for (let next = peek(reader); next !== undefined && next !== ']'; next = peek(reader)) {
    const character = read(reader);
    listed.add((character === '\\' ? read(reader) : character) ?? '');
  }
  return listed.size === 0 ? null : (character) => listed.has(character);
}

function peek({ characters, at }: Reader): string | undefined {
  return characters[at];
}

function read(reader: Reader): string | undefined {
  reader.at += 1;
  return reader.characters[reader.at - 1];
}
