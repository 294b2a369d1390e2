import type { Browser, Page } from '@playwright/test';
import { parseExposition } from '../../../lib/testing/prometheus/parse-exposition.ts';
import { expect } from '../test.ts';
import { fillWebService, openMergeRequest } from '../web-service.ts';
import { CLUSTER_SUBJECTS } from './cluster-subjects.ts';
import { mergeRequestSubject } from './merge-request-subject.ts';
import { OTHER_SUBJECTS } from './other-subjects.ts';
import { linesOf, marksOf, type OpenPages, openPages, type Shown } from './pages.ts';
import type { Subject } from './subject.ts';
import { METRICS_TOKEN, startWorld, type World } from './world.ts';

/** A world, and every page of it open in a browser. */
export type Scene = {
  world: World;
  pages: OpenPages;
  subjects: readonly Subject[];
  /** How many rounds were played so far. */
  played: number;
  takeNoise(): string[];
  streams(): Promise<number>;
  /** From now on growth counts: what a first round loads and compiles is none. */
  beginToMeasure(): Promise<void>;
  growth(): Promise<{ heapGrowthMiB: number; tabGrowthMiB: number; openFiles: number }>;
  close(): Promise<void>;
};

/** One that the table keeps. */
const RUNNER = 'homelab/fault-table/set-2';
const SOON = { timeout: 30_000 };
const MIB = 1024 ** 2;
const SCRAPES = 10;

export async function startScene(browser: Browser): Promise<Scene> {
  const world = await startWorld();
  const changeId = await openChange(browser, world);
  const subjects = [...CLUSTER_SUBJECTS, ...OTHER_SUBJECTS, mergeRequestSubject(changeId)];
  for (const subject of subjects) {
    await subject.change(world, 0);
  }
  const noise: string[] = [];
  const hear = (page: Page) => {
    page.on('console', (message) => {
      if (['warning', 'error'].includes(message.type())) {
        noise.push(`${message.type()}: ${message.text()} (${message.location().url} on ${page.url()})`);
      }
    });
    page.on('pageerror', (error) => noise.push(`uncaught: ${error.message} (${page.url()})`));
  };
  const shown: Shown[] = [
    { address: '/', view: 'overview' },
    { address: '/waves?q=table-', view: 'waves' },
    {
      address: '/applications/argocd/dev-platform',
      view: 'application',
      params: { namespace: 'argocd', name: 'dev-platform' },
    },
    { address: '/gpu', view: 'gpu' },
    { address: '/models', view: 'models' },
    { address: '/runners', view: 'runners' },
    { address: `/runners/${RUNNER}`, view: 'runner', params: { id: RUNNER } },
    { address: '/connections', view: 'connections' },
    { address: '/changes', view: 'inbox' },
    { address: `/changes/${changeId}`, view: 'change', params: { id: changeId } },
  ];
  const pages = await openPages(browser, world.portal.url, shown, hear);
  const [overview, connections] = [tabOf(pages, '/'), tabOf(pages, '/connections')];
  await expect(async () => {
    expect(await marksOf(overview)).toEqual([]);
    const lines = await linesOf(connections);
    expect(subjects.map(({ connection }) => `${connection} ${lines.get(connection)?.state}`)).toEqual(
      subjects.map(({ connection, wellState = 'live' }) => `${connection} ${wellState}`),
    );
  }).toPass(SOON);
  let before = await measure(world, pages);
  return {
    world,
    pages,
    subjects,
    played: 0,
    takeNoise: () => noise.splice(0),
    streams: async () => (await scrape(world))('portolan_live_streams'),
    async beginToMeasure() {
      before = await measure(world, pages);
    },
    async growth() {
      const after = await measure(world, pages);
      return {
        heapGrowthMiB: (after.heap - before.heap) / MIB,
        tabGrowthMiB: Math.max(...after.tabs.map((size, at) => size - (before.tabs[at] ?? 0))) / MIB,
        openFiles: after.files - before.files,
      };
    },
    async close() {
      await pages.close();
      await world.close();
    },
  };
}

export function tabOf({ tabs }: OpenPages, address: string): Page {
  const tab = tabs.get(address);
  if (tab === undefined) {
    throw new Error(`there is no tab of ${address}`);
  }
  return tab;
}

/** Opens a merge request as a person does. Gives the id of the change. */
async function openChange(browser: Browser, { portal }: World): Promise<string> {
  const context = await browser.newContext({ baseURL: portal.url, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto('/new/web-service');
  await page.getByRole('button', { name: 'Continue' }).click();
  await fillWebService(page, { name: 'table-of-faults' });
  await openMergeRequest(page);
  await expect(page.getByRole('button', { name: 'Approve', exact: true })).toBeVisible(SOON);
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await context.close();
  return id;
}

async function scrape({ portal }: World): Promise<(name: string) => number> {
  const answer = await fetch(`${portal.url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  const samples = parseExposition(await answer.text()).flatMap((family) => family.samples);
  return (name) => samples.filter((sample) => sample.name === name).reduce((sum, { value }) => sum + value, 0);
}

/** The least that the heap of the portal was in some scrapes, and what the tabs hold after their rubbish is collected. */
async function measure(world: World, { tabs }: OpenPages) {
  let heap = Number.POSITIVE_INFINITY;
  let files = 0;
  for (let at = 0; at < SCRAPES; at += 1) {
    const value = await scrape(world);
    heap = Math.min(heap, value('nodejs_heap_size_used_bytes'));
    files = value('process_open_fds');
  }
  const sizes = await Promise.all(
    [...tabs.values()].map(async (page) => {
      const session = await page.context().newCDPSession(page);
      await session.send('HeapProfiler.collectGarbage');
      const { usedSize } = await session.send('Runtime.getHeapUsage');
      await session.detach();
      return usedSize;
    }),
  );
  return { heap, files, tabs: sizes };
}
