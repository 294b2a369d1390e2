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

/** What people say, and what it is called where it is offered. */
const CALLED: readonly [said: RegExp, called: string][] = [
  [/^(nightly|daily|hourly|weekly|cron)/, 'cronjob'],
  [/^(cache|database|worker|queue|redis|valkey|postgres|run|start)/, 'deployment'],
  [/^(site|website|page|web|http|https|browser)/, 'web'],
  [/^(storage|disk|persistent)/, 'persistentvolumeclaim'],
];
const SHORTEST_BEGINNING = 5;

/** How much of what is said of an option the words of a request are about. */
export function likeness(description: string, words: readonly string[]): number {
  const asked = words.map((word) => word.toLowerCase());
  const meant = [
    ...asked,
    ...CALLED.flatMap(([said, called]) => (asked.some((word) => said.test(word)) ? [called] : [])),
  ];
  const said = new Set(description.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  return [...said].filter((word) => meant.some((other) => isAlike(word, other))).length;
}

/** The same word, or another form of it. */
function isAlike(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length);
  return (
    shorter > 2 &&
    (one === other || (shorter >= SHORTEST_BEGINNING && one.slice(0, shorter) === other.slice(0, shorter)))
  );
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
