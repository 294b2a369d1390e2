import { readFileSync } from 'node:fs';
import { loadCold, type PageLoad } from '../browser/load-page.ts';
import { cookieHeader, type SignedIn } from '../browser/sign-in.ts';
import { type StaticSite, startStaticSite, withoutScripts } from '../browser/static-site.ts';
import type { BenchPlatform } from '../platform/start-platform.ts';
import { type Figure, figure } from '../report/figure.ts';
import { alternate, type Repetitions } from '../statistics/alternate.ts';
import type { MeasureContext } from './context.ts';

const REPETITIONS: Repetitions = { least: 7, most: 15 };
const QUICK: Repetitions = { least: 2, most: 3 };

const DASHBOARD = { path: '/', selector: 'main a[href^="/waves?standing="]' };
const BOARD = { path: '/waves', selector: '[role=row][data-index] .row-link' };

const SCRIPT_KIB = 200;
const REQUESTS = 20;
const FIRST_ROW_MS = 500;
/** From this many applications on the goal is another one. */
const MANY = 5000;
const FIRST_ROW_OF_MANY_MS = 550;

type Loads = { dashboard: PageLoad; board: PageLoad };

/** P1, P2 and P3: the first page and the board, loaded cold, in turn with the same pages without scripts from memory. */
export async function measurePages(
  platform: BenchPlatform,
  viewer: SignedIn,
  context: MeasureContext,
): Promise<Figure[]> {
  const site = await startStaticSite();
  try {
    for (const { path } of [DASHBOARD, BOARD]) {
      site.put(path, withoutScripts(await readPage(platform, viewer, path)));
    }
    const { ours, theirs } = await alternate<Loads, Loads>({
      ...(context.quick ? QUICK : REPETITIONS),
      ours: async () => await loadBoth(platform.portalUrl, viewer),
      theirs: async () => await loadBoth(site.url),
      figureOf: ({ board }) => board.seenMs,
    });
    context.say(`  first row after ${ours.map(({ board }) => Math.round(board.seenMs)).join(', ')} ms`);
    return figuresOf(platform.applications, ours, theirs).filter(({ goal }) => context.wants(goal));
  } finally {
    await site.close();
  }
}

async function readPage({ portalUrl }: BenchPlatform, viewer: SignedIn, path: string): Promise<string> {
  const response = await fetch(portalUrl + path, { headers: { cookie: cookieHeader(viewer) }, redirect: 'error' });
  return await response.text();
}

async function loadBoth(origin: StaticSite['url'], as?: SignedIn): Promise<Loads> {
  const load = ({ path, selector }: typeof BOARD) =>
    loadCold({ url: origin + path, selector, ...(as === undefined ? {} : { as }) });
  return { dashboard: await load(DASHBOARD), board: await load(BOARD) };
}

/** KiB of a page's scripts, or of those among them that every page of this framework has. */
export function scriptKib({ scripts }: Pick<PageLoad, 'scripts'>, ofEvery?: readonly string[]): number {
  const counted = scripts.filter(({ url }) => ofEvery === undefined || ofEvery.some((file) => url.includes(file)));
  return counted.reduce((sum, { bytes }) => sum + bytes, 0) / 1024;
}

function frameworkScripts(): string[] {
  const manifest = JSON.parse(readFileSync('.next/build-manifest.json', 'utf8')) as { rootMainFiles: string[] };
  return manifest.rootMainFiles;
}

function figuresOf(applications: number, ours: readonly Loads[], theirs: readonly Loads[]): Figure[] {
  const framework = frameworkScripts();
  const isMany = applications >= MANY;
  const firstRow = { label: 'the same page, static', samples: theirs.map(({ board }) => board.seenMs) };
  return [
    figure({
      goal: 'P1',
      what: 'JavaScript of the dashboard',
      unit: 'KiB',
      applications,
      limit: SCRIPT_KIB,
      samples: ours.map(({ dashboard }) => scriptKib(dashboard)),
      baseline: {
        label: 'the framework`s part of it',
        samples: ours.map(({ dashboard }) => scriptKib(dashboard, framework)),
      },
    }),
    figure({
      goal: 'P2',
      what: 'requests of the dashboard',
      unit: '',
      applications,
      limit: REQUESTS,
      samples: ours.map(({ dashboard }) => dashboard.requests),
      baseline: { label: 'the same page, static', samples: theirs.map(({ dashboard }) => dashboard.requests) },
    }),
    figure({
      goal: 'P3',
      what: 'cold until the first row',
      unit: 'ms',
      applications,
      limit: isMany ? FIRST_ROW_OF_MANY_MS : FIRST_ROW_MS,
      samples: ours.map(({ board }) => board.seenMs),
      baseline: firstRow,
    }),
    figure({
      goal: 'P3',
      what: 'cold until the stream is live',
      unit: 'ms',
      applications,
      limit: null,
      samples: ours.map(({ board }) => board.liveMs ?? Number.POSITIVE_INFINITY),
      baseline: firstRow,
    }),
  ];
}
