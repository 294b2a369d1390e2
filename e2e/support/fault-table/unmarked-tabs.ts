import { setTimeout as sleep } from 'node:timers/promises';
import type { SourceStatus } from '../../../lib/domain/source/source.ts';
import { marksOf } from './pages.ts';
import type { Scene } from './scene.ts';

const LOOKS = 20;
const BETWEEN_MS = 150;

/** The words that tell of each state; of some also since when. */
const TELLS: Partial<Record<SourceStatus['state'], RegExp>> = {
  stale: /Stale for (\d+ (s|min)|just now)/,
  unreachable: /Unreachable for (\d+ (s|min)|just now)/,
  forbidden: /Not permitted/,
  absent: /Not installed/,
};

/**
 * Tabs whose chip does not list, with its state and since when, a source of the portal that is in trouble: of clusters,
 * forges, model servers and Prometheus alike. A source may change its state between two looks, so what one look in many
 * finds well is well.
 */
export async function unmarkedTabs({ pages }: Scene): Promise<string[]> {
  let missing: string[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const sources = await pages.sourcesOf('sources');
    const found = [...pages.tabs].map(async ([address, page]) => {
      const marks = await marksOf(page);
      return sources.flatMap(({ label, state, isOptional }) => {
        // What a platform can do without is no trouble where it is not there.
        const tells = state === 'absent' && isOptional ? undefined : TELLS[state];
        return tells === undefined || marks.some((mark) => mark.startsWith(label) && tells.test(mark))
          ? []
          : [`${address} does not mark ${label}, which is ${state}`];
      });
    });
    missing = (await Promise.all(found)).flat();
    if (missing.length === 0) {
      return [];
    }
    await sleep(BETWEEN_MS);
  }
  return missing;
}

/** Sources that a page stands on and that no chip would list, whatever happened to them. */
export async function unlistedSources({ pages }: Scene): Promise<string[]> {
  const listed = new Set((await pages.sourcesOf('sources')).map(({ id }) => id));
  const found = pages.shown.map(async ({ address, view, params }) => {
    const sources = await pages.sourcesOf(view, params);
    return sources
      .filter(({ id }) => !listed.has(id))
      .map(({ id }) => `${address} stands on ${id}, which no chip lists`);
  });
  return (await Promise.all(found)).flat();
}
