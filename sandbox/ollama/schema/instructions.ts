/** What a model is told before it is asked, as far as this one understands it. */
export type Instructions = {
  /** It was told to leave out what nobody asked for, and does. */
  isCareful: boolean;
  /** What is said of the options that it may choose from: lines such as `- web-service: Answers HTTP.` */
  options: ReadonlyMap<string, string>;
};

export const NO_INSTRUCTIONS: Instructions = { isCareful: false, options: new Map() };

const CAREFUL = /leave the field out|nothing that was not asked for/i;
const OPTION = /^- ([^\s:]+): (.+)$/gm;

/** @param text the system messages */
export function readInstructions(text: string): Instructions {
  const options = [...text.slice(0, 50_000).matchAll(OPTION)].map(
    ([, name = '', words = '']) => [name, words] as const,
  );
  return { isCareful: CAREFUL.test(text), options: new Map(options) };
}

/** How much of what is said of an option the words of a request are about. */
export function likeness(description: string, words: readonly string[]): number {
  const asked = new Set(words.map(stem).filter((word) => word.length > 2));
  const said = new Set(description.split(/[^\p{L}\p{N}]+/u).map(stem));
  return [...said].filter((word) => asked.has(word)).length;
}

/** Small letters, without the endings that the same word comes with. */
function stem(word: string): string {
  return word.toLowerCase().replace(/(?:ing|ed|es|s)$/, '');
}

/** What everybody who has read the internet knows: images that need no root. */
const IMAGES: readonly [word: RegExp, image: string][] = [
  [/\bnginx|web ?server|static (site|page)/i, 'nginxinc/nginx-unprivileged:1.29.3'],
  [/\bredis|\bcache/i, 'redis:8.2.2'],
  [/\bvalkey/i, 'valkey/valkey:9.0.0'],
  [/\bpostgres/i, 'postgres:18.1'],
  [/\bpython/i, 'python:3.14-slim'],
  [/\bnode/i, 'node:24-slim'],
];
const REFERENCE = /^[a-z0-9][a-z0-9.:/_-]*(?::[\w.-]+|@sha256:[0-9a-f]{64})$/;

/** The image that a request names, or the one that what it names usually runs from. */
export function imageFor(words: readonly string[]): string {
  const text = words.join(' ');
  const named = words.find((word) => REFERENCE.test(word) && /[a-z]/.test(word.split(':').at(-2) ?? ''));
  return named ?? IMAGES.find(([word]) => word.test(text))?.[1] ?? 'busybox:1.37.0';
}
