import { loadCold } from '../../browser/load-page.ts';
import { type SignedIn, signInOnce } from '../../browser/sign-in.ts';
import { type BenchPlatform, startPlatform } from '../../platform/start-platform.ts';
import { startPortal } from '../../portal/start-portal.ts';
import { type Figure, figure } from '../../report/figure.ts';
import { alternate, type Repetitions } from '../../statistics/alternate.ts';
import { median } from '../../statistics/summary.ts';
import type { MeasureContext } from '../context.ts';
import { BOARD, DASHBOARD, type PortalPage } from './portal-page.ts';

const REPETITIONS: Repetitions = { least: 9, most: 15 };
const QUICK: Repetitions = { least: 3, most: 5 };
const SMALL = 200;
const LARGE = 10_000;
const TIMES = 1.15;

type Side = { platform: BenchPlatform; viewer: SignedIn };

/** P4: the same pages on a large platform, in turn with a small one that stands beside it. */
export async function measureGrowth(context: MeasureContext): Promise<Figure[]> {
  return await withPortal(LARGE, (large) =>
    withPortal(SMALL, async (small) => {
      const figures: Figure[] = [];
      for (const page of [DASHBOARD, BOARD]) {
        figures.push(await compare(page, { large, small }, context));
      }
      return figures;
    }),
  );
}

async function compare(page: PortalPage, sides: { large: Side; small: Side }, context: MeasureContext) {
  const load = async ({ platform, viewer }: Side) =>
    (await loadCold({ url: platform.portalUrl + page.path, selector: page.selector, as: viewer })).seenMs;
  const { ours, theirs } = await alternate<number, number>({
    ...(context.quick ? QUICK : REPETITIONS),
    ours: () => load(sides.large),
    theirs: () => load(sides.small),
    figureOf: (seenMs) => seenMs,
  });
  return figure({
    goal: 'P4',
    what: `cold load of the ${page.name}`,
    unit: 'ms',
    applications: LARGE,
    limit: median(theirs) * TIMES,
    samples: ours,
    baseline: { label: `${SMALL} applications`, samples: theirs },
  });
}

async function withPortal(applications: number, work: (side: Side) => Promise<Figure[]>): Promise<Figure[]> {
  const platform = await startPlatform(applications);
  try {
    const portal = await startPortal(platform);
    try {
      return await work({ platform, viewer: await signInOnce(platform.portalUrl) });
    } finally {
      await portal.stop();
    }
  } finally {
    await platform.stop();
  }
}
