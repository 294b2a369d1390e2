import { loadCold } from '../../browser/load-page.ts';
import { cookieHeader, type SignedIn } from '../../browser/sign-in.ts';
import { type StaticSite, startStaticSite, withoutScripts } from '../../browser/static-site.ts';
import type { BenchPlatform } from '../../platform/start-platform.ts';
import { type Figure, figure } from '../../report/figure.ts';
import { alternate, type Repetitions } from '../../statistics/alternate.ts';
import type { MeasureContext } from '../context.ts';
import { COLD_FIGURES, type Loads, SLOW_FIGURES } from './cold-figures.ts';
import { BOARD, DASHBOARD, type PortalPage } from './portal-page.ts';

const REPETITIONS: Repetitions = { least: 7, most: 15 };
const QUICK: Repetitions = { least: 2, most: 3 };
const SLOWDOWN = 4;

/** P1 to P3 and P5 to P7: dashboard and board, loaded cold, in turn with the same pages without scripts from memory. */
export async function measureColdPages(platform: BenchPlatform, viewer: SignedIn, context: MeasureContext) {
  return await measureLoads(platform, viewer, { context, figures: COLD_FIGURES, slowdown: 1 });
}

/** P5 once more on a processor that is slowed down, as Lighthouse does for a phone. */
export async function measureSlowPages(platform: BenchPlatform, viewer: SignedIn, context: MeasureContext) {
  return await measureLoads(platform, viewer, { context, figures: SLOW_FIGURES, slowdown: SLOWDOWN });
}

type How = { context: MeasureContext; figures: typeof COLD_FIGURES; slowdown: number };

async function measureLoads(platform: BenchPlatform, viewer: SignedIn, how: How): Promise<Figure[]> {
  const { context, figures, slowdown } = how;
  const site = await startStaticSite();
  try {
    for (const { path } of [DASHBOARD, BOARD]) {
      site.put(path, withoutScripts(await readPage(platform, viewer, path)));
    }
    const { ours, theirs } = await alternate<Loads, Loads>({
      ...(context.quick ? QUICK : REPETITIONS),
      ours: async () => await loadBoth(platform.portalUrl, slowdown, viewer),
      theirs: async () => await loadBoth(site.url, slowdown),
      figureOf: ({ board }) => board.seenMs,
    });
    context.say(`  first row after ${ours.map(({ board }) => Math.round(board.seenMs)).join(', ')} ms`);
    return figures
      .filter(({ goal }) => context.wants(goal))
      .map(({ of, baseline, limit, ...rest }) =>
        figure({
          ...rest,
          applications: platform.applications,
          limit: typeof limit === 'function' ? limit(platform.applications) : limit,
          samples: ours.map(of),
          baseline:
            baseline === undefined
              ? { label: 'the same page, static', samples: theirs.map(of) }
              : { label: baseline.label, samples: ours.map(baseline.of) },
        }),
      );
  } finally {
    await site.close();
  }
}

export async function readPage({ portalUrl }: BenchPlatform, viewer: SignedIn, path: string): Promise<string> {
  const response = await fetch(portalUrl + path, { headers: { cookie: cookieHeader(viewer) }, redirect: 'error' });
  return await response.text();
}

async function loadBoth(origin: StaticSite['url'], slowdown: number, as?: SignedIn): Promise<Loads> {
  const load = ({ path, selector }: PortalPage) =>
    loadCold({ url: origin + path, selector, slowdown, ...(as === undefined ? {} : { as }) });
  return { dashboard: await load(DASHBOARD), board: await load(BOARD) };
}
