import { setTimeout as sleep } from 'node:timers/promises';
import { launchBrowser, VIEWPORT } from '../../browser/launch.ts';
import { type MainThread, watchMainThread } from '../../browser/main-thread.ts';
import type { SignedIn } from '../../browser/sign-in.ts';
import { type StreamSite, startStreamSite } from '../../browser/stream-site.ts';
import type { BenchPlatform } from '../../platform/start-platform.ts';
import { type Figure, figure } from '../../report/figure.ts';
import type { MeasureContext } from '../context.ts';
import { BOARD, DASHBOARD, GPU, MODELS, type PortalPage, RUNNERS } from '../page/portal-page.ts';

const SECONDS = 10;
const QUICK_SECONDS = 3;
const REPETITIONS = 3;
/** Until what a page does after its load is done. */
const SETTLE_MS = 2000;
const TICK_MS = 10;

const SLOW = { perSecond: 50, busyPercent: 12, longestMs: 50 };
const FAST = { perSecond: 500, busyPercent: 40, longestMs: null };
const RUNS: readonly {
  page: PortalPage;
  of?: 'pods';
  perSecond: number;
  busyPercent: number;
  longestMs: number | null;
}[] = [
  { page: BOARD, ...SLOW },
  { page: BOARD, ...FAST },
  { page: DASHBOARD, ...SLOW },
];
/** Pages that only a platform with every kind fills. */
const WHOLE_RUNS: typeof RUNS = [
  { page: DASHBOARD, of: 'pods', ...SLOW },
  { page: GPU, of: 'pods', ...SLOW },
  { page: MODELS, of: 'pods', ...SLOW },
  { page: RUNNERS, of: 'pods', ...SLOW },
];

/** P9: how busy the main thread is while Applications change, in turn with a bare page that gets as many changes. */
export async function measureChurn(
  platform: BenchPlatform,
  viewer: SignedIn,
  context: MeasureContext,
): Promise<Figure[]> {
  const site = await startStreamSite();
  const browsers = await Promise.all([launchBrowser(), launchBrowser()]);
  const open = async (at: 0 | 1, url: string, as?: SignedIn) => {
    const opened = await browsers[at].newContext({
      viewport: VIEWPORT,
      ...(as === undefined ? {} : { storageState: as }),
    });
    const page = await opened.newPage();
    await page.goto(url);
    return { page, session: await opened.newCDPSession(page) };
  };
  try {
    const bare = await open(1, site.url);
    const figures: Figure[] = [];
    for (const { page, of, perSecond, ...limits } of platform.measured === null ? RUNS : [...RUNS, ...WHOLE_RUNS]) {
      const ours = await open(0, platform.portalUrl + page.path, viewer);
      await ours.page.locator(page.selector).first().waitFor();
      await sleep(SETTLE_MS);
      const seconds = context.quick ? QUICK_SECONDS : SECONDS;
      const count = perSecond * seconds;
      const samples = { ours: [] as MainThread[], bare: [] as MainThread[] };
      for (let turn = 0; turn < (context.quick ? 1 : REPETITIONS); turn += 1) {
        const asked = { do: 'churn', count, perSecond, ...(of === undefined ? {} : { of }) } as const;
        const churn = async () => void (await platform.ask(asked));
        samples.ours.push(await watchMainThread(ours, churn));
        samples.bare.push(await watchMainThread(bare, () => changeRows(site, { count, perSecond })));
      }
      await ours.page.close();
      figures.push(
        ...figuresOf(platform.applications, { what: page.name, of: of ?? 'changes', perSecond, ...limits }, samples),
      );
    }
    return figures;
  } finally {
    await Promise.all(browsers.map((browser) => browser.close()));
    await site.close();
  }
}

async function changeRows(site: StreamSite, { count, perSecond }: { count: number; perSecond: number }): Promise<void> {
  const startedAt = performance.now();
  for (let done = 0; done < count; ) {
    const due = Math.min(count, Math.ceil(((performance.now() - startedAt) / 1000) * perSecond));
    for (; done < due; done += 1) {
      site.change(done % site.rows);
    }
    await sleep(TICK_MS);
  }
}

type Run = { what: string; of: string; perSecond: number; busyPercent: number; longestMs: number | null };

function figuresOf(
  applications: number,
  { what, of, perSecond, busyPercent, longestMs }: Run,
  { ours, bare }: { ours: readonly MainThread[]; bare: readonly MainThread[] },
): Figure[] {
  const line = (key: keyof MainThread) => ({
    goal: 'P9' as const,
    applications,
    samples: ours.map((sample) => sample[key]),
    baseline: { label: 'a bare stream and page', samples: bare.map((sample) => sample[key]) },
  });
  const rate = `${perSecond} ${of}/s`;
  return [
    figure({ ...line('busyPercent'), what: `main thread of the ${what}, ${rate}`, unit: '%', limit: busyPercent }),
    figure({
      ...line('longestMs'),
      what: `longest task of the ${what}, ${rate}`,
      unit: 'ms',
      by: 'worst',
      limit: longestMs,
    }),
  ];
}
