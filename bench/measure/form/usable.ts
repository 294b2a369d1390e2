import { loadCold, loadWarm, type PageLoad } from '../../browser/load-page.ts';
import type { SignedIn } from '../../browser/sign-in.ts';
import { startStaticSite, withoutScripts } from '../../browser/static-site.ts';
import type { BenchPlatform } from '../../platform/start-platform.ts';
import { type Figure, figure } from '../../report/figure.ts';
import { alternate, type Repetitions } from '../../statistics/alternate.ts';
import type { MeasureContext } from '../context.ts';
import { readPage } from '../page/cold.ts';
import { FORM } from '../page/portal-page.ts';

const REPETITIONS: Repetitions = { least: 7, most: 15 };
const QUICK: Repetitions = { least: 2, most: 3 };
const COLD_MS = 600;
const WARM_MS = 300;
const SEEN = 'main form input:not([type=hidden])';

/**
 * P14: until the form is there and can be typed into, as the goal measures it: what is typed before the script runs is
 * kept (`use-early-typing.ts`). And until its script runs, so that it can be sent, which nothing was promised of when warm.
 */
export async function measureFormUsable(
  platform: BenchPlatform,
  viewer: SignedIn,
  context: MeasureContext,
): Promise<Figure[]> {
  const site = await startStaticSite();
  const path = FORM.path;
  const still = { url: site.url + path, selector: SEEN };
  const typable = { url: platform.portalUrl + path, selector: SEEN, as: viewer };
  const running = { ...typable, selector: FORM.selector };
  type Page = typeof still;
  const compare = async (page: Page, load: (page: Page) => Promise<PageLoad>, what: string, limit: number | null) => {
    const { ours, theirs } = await alternate<number, number>({
      ...(context.quick ? QUICK : REPETITIONS),
      ours: async () => (await load(page)).seenMs,
      theirs: async () => (await load(still)).seenMs,
      figureOf: (ms) => ms,
    });
    return figure({
      goal: 'P14',
      what,
      unit: 'ms',
      applications: platform.applications,
      limit,
      samples: ours,
      baseline: { label: 'until the same page, static, is seen', samples: theirs },
    });
  };
  try {
    site.put(path, withoutScripts(await readPage(platform, viewer, path)));
    return [
      await compare(typable, loadCold, 'form can be typed into, cold', COLD_MS),
      await compare(typable, loadWarm, 'form can be typed into, warm', WARM_MS),
      await compare(running, loadCold, 'script of the form runs, cold', COLD_MS),
      await compare(running, loadWarm, 'script of the form runs, warm', null),
    ];
  } finally {
    await site.close();
  }
}
