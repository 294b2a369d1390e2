import type { Resource } from './network-tally.ts';

const DATA = new Set(['Document', 'Fetch', 'XHR']);

function kib(resources: readonly Resource[]): number {
  return resources.reduce((sum, { bytes }) => sum + bytes, 0) / 1024;
}

/** KiB of a page's scripts, or of those among them whose address has one of these parts. */
export function scriptKib(resources: readonly Resource[], parts?: readonly string[]): number {
  return kib(
    resources.filter(
      ({ type, url }) => type === 'Script' && (parts === undefined || parts.some((part) => url.includes(part))),
    ),
  );
}

/** KiB of pages and data that were there by a time, in ms since the page was asked for; the page itself always counts. */
export function dataKib(resources: readonly Resource[], untilMs = Number.POSITIVE_INFINITY): number {
  return kib(
    resources.filter(
      ({ type, endedMs }) => DATA.has(type) && (type === 'Document' || (endedMs !== null && endedMs <= untilMs)),
    ),
  );
}

/** KiB of everything that ended. */
export function allKib(resources: readonly Resource[]): number {
  return kib(resources);
}

/** KiB of the answer of one address. Throws where it was never asked for: then nothing was measured. */
export function answerKib(resources: readonly Resource[], part: string): number {
  const answers = resources.filter(({ url }) => url.includes(part));
  if (answers.length === 0) {
    throw new Error(`the page never asked for ${part}`);
  }
  return kib(answers);
}
