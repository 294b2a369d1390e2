/** What a small model would copy from its prompt. */
export type PromptHints = {
  /** Words in the order of the prompt, without punctuation around them, each once. */
  words: readonly string[];
  numbers: readonly number[];
  /** The word that follows a word in the prompt: after `name`, `port`, `replicas` stands the answer. */
  after(word: string): string | undefined;
  /** Whether a word, or one of many of it, stands there, or what people say in its place. */
  mentions(word: string): boolean;
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

/** What people say who want one. */
const SAID_FOR: ReadonlyMap<string, readonly string[]> = new Map([
  ['workloads', ['deploy', 'run', 'start', 'image', 'container', 'cache', 'database', 'worker', 'queue']],
  ['services', ['expose', 'reachable', 'reach']],
  ['addresses', ['host', 'domain', 'url', 'https']],
  ['schedules', ['nightly', 'hourly', 'daily', 'cron', 'every']],
  ['volumes', ['storage', 'persistent', 'disk', 'keep']],
]);

export const NO_HINTS: PromptHints = {
  words: [],
  numbers: [],
  opening: '',
  after: () => undefined,
  mentions: () => false,
};

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
      const said = following.find((candidate) => !FILLERS.has(candidate.toLowerCase()));
      return isNumber(said) ? said : (numberBefore(lower, key) ?? said);
    },
    mentions(word) {
      const key = word.toLowerCase();
      const names = [key, key.replace(/s$/, ''), ...(SAID_FOR.get(key) ?? [])];
      return lower.some((candidate) => names.includes(candidate));
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

/** `2 replicas`: how people count. */
function numberBefore(words: readonly string[], key: string): string | undefined {
  const at = words.findIndex((word, index) => word === key && isNumber(words[index - 1]));
  return at === -1 ? undefined : words[at - 1];
}

function isNumber(word: string | undefined): boolean {
  return word !== undefined && /^\d+$/.test(word);
}
