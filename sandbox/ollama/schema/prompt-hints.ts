/** What a small model would copy from its prompt. */
export type PromptHints = {
  /** Words in the order of the prompt, without punctuation around them, each once. */
  words: readonly string[];
  numbers: readonly number[];
  /** The word that follows a word in the prompt: after `name`, `port`, `replicas` stands the answer. */
  after(word: string): string | undefined;
  /** The beginning of the prompt, on one line. */
  opening: string;
};

const FILLERS = new Set([
  'a',
  'an',
  'the',
  'is',
  'of',
  'to',
  'be',
  'as',
  'at',
  'called',
  'named',
  'should',
  'with',
  'set',
]);

/** How people introduce a name. */
const SAID_OF: ReadonlyMap<string, readonly string[]> = new Map([['name', ['named', 'called']]]);

export const NO_HINTS: PromptHints = { words: [], numbers: [], opening: '', after: () => undefined };

/** @param text the last message of the user */
export function readHints(text: string): PromptHints {
  const all = text
    .slice(0, 20_000)
    .split(/\s+/)
    .flatMap((raw) => raw.split(/[=,]/))
    .map(trimPunctuation)
    .filter((word) => word !== '');
  const lower = all.map((word) => word.toLowerCase());
  return {
    words: [...new Set(all)].filter((word) => !FILLERS.has(word.toLowerCase())),
    numbers: all.map(Number).filter((value) => Number.isFinite(value)),
    opening: text.slice(0, 400).replace(/\s+/g, ' ').trim().slice(0, 120),
    after(word) {
      const key = word.toLowerCase();
      const at = lower.findIndex((candidate) => candidate === key || SAID_OF.get(key)?.includes(candidate));
      const following = at === -1 ? [] : all.slice(at + 1, at + 5);
      return following.find((candidate) => !FILLERS.has(candidate.toLowerCase()));
    },
  };
}

const PUNCTUATION = new Set([...'.,:;!?"\'`()[]{}<>“”„‘’*#']);

function trimPunctuation(word: string): string {
  const characters = [...word];
  const first = characters.findIndex((character) => !PUNCTUATION.has(character));
  const last = characters.findLastIndex((character) => !PUNCTUATION.has(character));
  return first === -1 ? '' : characters.slice(first, last + 1).join('');
}
