import type { PaletteItems } from './use-palette-items.ts';

const MOST_NAMED = 3;

/**
 * What is said below the list: that something is still looked for or could not be read, and where nothing is found, that
 * nothing is called so as far as anybody can tell.
 */
export function paletteWords(query: string, shown: number, lists: readonly Omit<PaletteItems, 'items'>[]): string {
  if (lists.some(({ state }) => state === 'failed')) {
    return 'Not all that can be found could be read. Close and try again.';
  }
  if (lists.some(({ state }) => state === 'loading')) {
    return 'Looking…';
  }
  if (shown > 0) {
    return '';
  }
  const unknown = [...new Set(lists.flatMap((list) => list.unknown))];
  const left = unknown.length - MOST_NAMED;
  const named = [...unknown.slice(0, MOST_NAMED), ...(left > 0 ? [`${left} more`] : [])].join(', ');
  return `Nothing is called “${query}”.${named === '' ? '' : ` Not known now: ${named}.`}`;
}
