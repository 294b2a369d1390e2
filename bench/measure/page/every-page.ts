import { loadCold, type PageLoad } from '../../browser/load-page.ts';
import { allKib, dataKib, scriptKib } from '../../browser/resources.ts';
import type { SignedIn } from '../../browser/sign-in.ts';
import type { BenchPlatform } from '../../platform/start-platform.ts';
import { openChanges } from '../../portal/open-changes.ts';
import { type Figure, type FigureInput, figure } from '../../report/figure.ts';
import { median } from '../../statistics/summary.ts';
import type { MeasureContext } from '../context.ts';
import { everyPage, type PortalPage } from './portal-page.ts';

const CHANGES = 200;
const QUICK_CHANGES = 40;
const LOADS = 5;
const QUICK_LOADS = 2;

/** One row for each page: what is held against which limit. */
const LINES: readonly (Pick<FigureInput, 'goal' | 'unit' | 'limit'> & {
  what: string;
  of: (load: PageLoad) => number;
})[] = [
  { goal: 'P1', what: 'JavaScript', unit: 'KiB', limit: 280, of: ({ resources }) => scriptKib(resources) },
  { goal: 'P1', what: 'everything on the wire', unit: 'KiB', limit: null, of: ({ resources }) => allKib(resources) },
  { goal: 'P2', what: 'requests', unit: '', limit: 20, of: ({ resources }) => resources.length },
  { goal: 'P3', what: 'cold until its first content', unit: 'ms', limit: 550, of: ({ seenMs }) => seenMs },
  {
    goal: 'P7',
    what: 'data until its first content',
    unit: 'KiB',
    limit: 15,
    of: ({ resources, seenMs }) => dataKib(resources, seenMs),
  },
  {
    goal: 'P7',
    what: 'pages and data, all of it',
    unit: 'KiB',
    // Each page brings the rows of one table.
    limit: 145,
    of: ({ resources }) => dataKib(resources),
  },
  { goal: 'P13', what: 'elements', unit: '', limit: 1500, of: ({ elements }) => elements },
];

/** P1, P2, P3, P7 and P13 of every page there is, with as many changes as a busy team makes in weeks. */
export async function measureEveryPage(
  platform: BenchPlatform,
  viewer: SignedIn,
  context: MeasureContext,
): Promise<Figure[]> {
  const { portalUrl, applications } = platform;
  const [changeId = ''] = await openChanges(portalUrl, viewer, context.quick ? QUICK_CHANGES : CHANGES);
  const pages = everyPage(platform, changeId);
  const loads = new Map<PortalPage, PageLoad[]>();
  for (let turn = 0; turn < (context.quick ? QUICK_LOADS : LOADS); turn += 1) {
    for (const page of pages) {
      const load = await loadCold({ url: portalUrl + page.path, selector: page.selector, as: viewer });
      loads.set(page, [...(loads.get(page) ?? []), load]);
    }
  }
  for (const [{ name }, all] of loads) {
    const values = LINES.map(({ what, unit, of }) => `${what} ${Math.round(median(all.map(of)))} ${unit}`.trim());
    context.say(`  ${name}: ${values.join(', ')}`);
  }
  const dashboard = [...loads].find(([{ name }]) => name === 'dashboard')?.[1] ?? [];
  return LINES.filter(({ goal }) => context.wants(goal)).flatMap(({ what, of, ...rest }) =>
    [...loads].map(([{ name }, all]) =>
      figure({
        ...rest,
        what: `${name}: ${what}`,
        applications,
        samples: all.map(of),
        baseline: { label: 'the dashboard', samples: dashboard.map(of) },
      }),
    ),
  );
}
