import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from '@playwright/test';
import { launchBrowser, VIEWPORT } from './launch.ts';
import { createNetworkTally, NETWORK_EVENTS, type NetworkEvent, type NetworkTotals } from './network-tally.ts';
import { type Probed, probe, readProbe } from './probe.ts';
import type { SignedIn } from './sign-in.ts';

export type PageToLoad = {
  url: string;
  /** What to wait for: the first thing of the page that is data. */
  selector: string;
  as?: SignedIn;
};

export type PageLoad = NetworkTotals & Probed & { seenMs: number };

const QUIET_MS = 1000;
const GIVE_UP_MS = 20_000;

/** Loads a page once in a browser process of its own, with nothing cached, until it and the network are quiet. */
export async function loadCold({ url, selector, as }: PageToLoad): Promise<PageLoad> {
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({
      viewport: VIEWPORT,
      ...(as === undefined ? {} : { storageState: as }),
    });
    const page = await context.newPage();
    await page.addInitScript(probe, selector);
    const tally = createNetworkTally();
    await listen(await context.newCDPSession(page), tally.take);
    await page.goto(url, { waitUntil: 'commit' });
    const probed = await settle(page, tally.quietMs);
    if (probed.seenMs === null) {
      throw new Error(`${url} never showed ${selector}`);
    }
    return { ...tally.totals(), ...probed, seenMs: probed.seenMs };
  } finally {
    await browser.close();
  }
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
