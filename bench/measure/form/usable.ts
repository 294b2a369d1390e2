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

/** P14: until the form's script runs, so that it can be filled in and sent; the same page without scripts is only seen. */
export async function measureFormUsable(
  platform: BenchPlatform,
  viewer: SignedIn,
  context: MeasureContext,
): Promise<Figure[]> {
  const site = await startStaticSite();
  const seen = { url: site.url + FORM.path, selector: 'main form input' };
  const usable = { url: platform.portalUrl + FORM.path, selector: FORM.selector, as: viewer };
  const compare = async (what: string, limit: number, load: (page: typeof seen) => Promise<PageLoad>) => {
    const { ours, theirs } = await alternate<number, number>({
      ...(context.quick ? QUICK : REPETITIONS),
      ours: async () => (await load(usable)).seenMs,
      theirs: async () => (await load(seen)).seenMs,
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
    site.put(FORM.path, withoutScripts(await readPage(platform, viewer, FORM.path)));
    return [
      await compare('form usable, cold', COLD_MS, loadCold),
      await compare('form usable, warm', WARM_MS, loadWarm),
    ];
  } finally {
    await site.close();
  }
}
