import { loadWarm } from '../../browser/load-page.ts';
import type { SignedIn } from '../../browser/sign-in.ts';
import { startStaticSite, withoutScripts } from '../../browser/static-site.ts';
import type { BenchPlatform } from '../../platform/start-platform.ts';
import { type Figure, figure } from '../../report/figure.ts';
import { alternate, type Repetitions } from '../../statistics/alternate.ts';
import type { MeasureContext } from '../context.ts';
import { readPage } from './cold.ts';
import { DASHBOARD } from './portal-page.ts';

const REPETITIONS: Repetitions = { least: 7, most: 15 };
const QUICK: Repetitions = { least: 2, most: 3 };
const WARM_MS = 300;

/** P15: the dashboard for a second time in the same browser, in turn with the same page without scripts. */
export async function measureWarmDashboard(
  platform: BenchPlatform,
  viewer: SignedIn,
  context: MeasureContext,
): Promise<Figure[]> {
  const { path, selector } = DASHBOARD;
  const site = await startStaticSite();
  try {
    site.put(path, withoutScripts(await readPage(platform, viewer, path)));
    const { ours, theirs } = await alternate<number, number>({
      ...(context.quick ? QUICK : REPETITIONS),
      ours: async () => (await loadWarm({ url: platform.portalUrl + path, selector, as: viewer })).seenMs,
      theirs: async () => (await loadWarm({ url: site.url + path, selector })).seenMs,
      figureOf: (seenMs) => seenMs,
    });
    return [
      figure({
        goal: 'P15',
        what: 'warm load of the dashboard',
        unit: 'ms',
        applications: platform.applications,
        limit: WARM_MS,
        samples: ours,
        baseline: { label: 'the same page, static', samples: theirs },
      }),
    ];
  } finally {
    await site.close();
  }
}
