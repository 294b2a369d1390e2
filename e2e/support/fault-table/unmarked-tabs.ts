import { setTimeout as sleep } from 'node:timers/promises';
import { linesOf, marksOf } from './pages.ts';
import { type Scene, tabOf } from './scene.ts';

const LOOKS = 20;
const BETWEEN_MS = 150;
const IN_TROUBLE = ['stale', 'unreachable', 'forbidden'];

/**
 * Tabs whose chip does not list, with its state and since when, what the page of connections shows as in trouble. A
 * source may change its state between two looks, so what one look in many finds well is well.
 */
export async function unmarkedTabs({ pages }: Scene): Promise<string[]> {
  let missing: string[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const lines = await linesOf(tabOf(pages, '/connections'));
    const kinds = [...lines].filter(([id, { state }]) => id.startsWith('homelab/') && IN_TROUBLE.includes(state));
    const found = [...pages.tabs].map(async ([address, page]) => {
      const marks = await marksOf(page);
      return kinds.flatMap(([, { title, state }]) => {
        const mark = marks.find((each) => each.startsWith(title));
        const tells = state === 'forbidden' ? /Not permitted/ : /for (\d+ (s|min)|just now)/;
        return mark !== undefined && tells.test(mark) ? [] : [`${address} does not mark ${title}, which is ${state}`];
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
