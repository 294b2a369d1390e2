import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, CDPSession, Page } from '@playwright/test';
import { launchBrowser, VIEWPORT } from './launch.ts';
import { createNetworkTally, NETWORK_EVENTS, type NetworkEvent, type NetworkTotals } from './network-tally.ts';
import { heapAfterCollection } from './page-memory.ts';
import { type Probed, probe, readProbe } from './probe.ts';
import type { SignedIn } from './sign-in.ts';

export type PageToLoad = {
  url: string;
  /** What to wait for: the first thing of the page that is data. */
  selector: string;
  as?: SignedIn;
  /** So many times slower than this machine's processor. */
  slowdown?: number;
};

export type PageLoad = NetworkTotals & Probed & { seenMs: number; elements: number; heapMib: number };

const QUIET_MS = 1000;
const GIVE_UP_MS = 20_000;

/** Loads a page once in a browser process of its own, with nothing cached, until it and the network are quiet. */
export async function loadCold(page: PageToLoad): Promise<PageLoad> {
  return await inNewBrowser(page, (context) => loadOnce(context, page));
}

/** The same for a second time in the same browser: everything that may be cached is. */
export async function loadWarm(page: PageToLoad): Promise<PageLoad> {
  return await inNewBrowser(page, async (context) => {
    await loadOnce(context, page);
    return await loadOnce(context, page);
  });
}

async function inNewBrowser(
  { as }: PageToLoad,
  load: (context: BrowserContext) => Promise<PageLoad>,
): Promise<PageLoad> {
  const browser = await launchBrowser();
  try {
    return await load(
      await browser.newContext({ viewport: VIEWPORT, ...(as === undefined ? {} : { storageState: as }) }),
    );
  } finally {
    await browser.close();
  }
}

async function loadOnce(context: BrowserContext, { url, selector, slowdown = 1 }: PageToLoad): Promise<PageLoad> {
  const page = await context.newPage();
  await page.addInitScript(probe, selector);
  const tally = createNetworkTally();
  const session = await context.newCDPSession(page);
  await listen(session, tally.take);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.goto(url, { waitUntil: 'commit' });
  const probed = await settle(page, tally.quietMs);
  if (probed.seenMs === null) {
    throw new Error(`${url} never showed ${selector}`);
  }
  const elements = await page.evaluate(() => document.getElementsByTagName('*').length);
  const heapMib = await heapAfterCollection(session);
  await page.close();
  return { ...tally.totals(), ...probed, seenMs: probed.seenMs, elements, heapMib };
}

async function listen(session: CDPSession, take: (event: NetworkEvent) => void): Promise<void> {
  for (const name of NETWORK_EVENTS) {
    session.on(`Network.${name}`, (event) => take({ name, ...event } as NetworkEvent));
  }
  await session.send('Network.enable');
}

async function settle(page: Page, quietMs: () => number): Promise<Probed> {
  const deadline = performance.now() + GIVE_UP_MS;
  for (;;) {
    await sleep(100);
    const probed = await page.evaluate(readProbe);
    if (performance.now() > deadline || (probed.seenMs !== null && quietMs() > QUIET_MS)) {
      return probed;
    }
  }
}
