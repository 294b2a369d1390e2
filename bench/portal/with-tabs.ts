import { type Clients, startClients } from '../clients/start-clients.ts';
import { type Feed, startFeed } from '../feed/start-feed.ts';
import type { BenchPlatform } from '../platform/start-platform.ts';
import { openSessions } from './sign-in-without-browser.ts';
import { type BenchPortal, startPortal } from './start-portal.ts';

/** What a tab with the board in it listens to. */
const BOARD: readonly string[] = ['applications', 'changes', 'ladder', 'sources'];
/** A session may hold fifty streams; some that were dropped may not have been noticed yet. */
const TABS_PER_SESSION = 40;

/** A portal whose cluster can be made to change as fast as one likes, and tabs that look at it. */
export type Tabs = {
  feed: Feed;
  portal: BenchPortal;
  clients: Clients;
  /** What the clients open; with sessions for as many tabs as were asked for. */
  streams: { url: string; cookies: string[] };
};

/** @param others topics that each tab listens to besides those of the board */
export async function withTabs<Result>(
  platform: BenchPlatform,
  mostTabs: number,
  work: (tabs: Tabs) => Promise<Result>,
  others: readonly string[] = [],
): Promise<Result> {
  const feed = await startFeed(platform);
  const clients = startClients();
  try {
    const portal = await startPortal(feed.platform, { withProbe: true });
    try {
      const cookies = await openSessions(feed.platform, Math.ceil(mostTabs / TABS_PER_SESSION));
      const query = new URLSearchParams([...new Set([...BOARD, ...others])].map((topic) => ['topic', topic]));
      return await work({
        feed,
        portal,
        clients,
        streams: { url: `${platform.portalUrl}/api/live?${query}`, cookies },
      });
    } finally {
      await portal.stop();
    }
  } finally {
    await clients.stop();
    await feed.stop();
  }
}
