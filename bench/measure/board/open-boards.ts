import type { CDPSession, Page } from '@playwright/test';
import type { ApplicationRow } from '#lib/views/applications/row.ts';
import { launchBrowser, VIEWPORT } from '../../browser/launch.ts';
import { startListSite } from '../../browser/list-site.ts';
import type { SignedIn } from '../../browser/sign-in.ts';
import type { BenchPlatform } from '../../platform/start-platform.ts';
import { readRows } from './read-rows.ts';

/** A page with a list of applications, and the browser's own view of it. */
export type OpenedBoard = { page: Page; session: CDPSession };

export type Boards = {
  /** The portal's board in order of names, with every row in the browser. */
  ours: OpenedBoard;
  /** A bare page with the same rows, in a browser of its own. */
  bare: OpenedBoard;
  rows: readonly ApplicationRow[];
};

/** Opens the board and its baseline, one beside the other, for as long as `work` takes. */
export async function withBoards<Result>(
  platform: BenchPlatform,
  viewer: SignedIn,
  work: (boards: Boards) => Promise<Result>,
): Promise<Result> {
  const rows = await readRows(platform, viewer);
  const site = await startListSite(rows);
  const browsers = await Promise.all([launchBrowser(), launchBrowser()]);
  try {
    const [first, second] = browsers;
    const ours = await open(
      await first.newContext({ viewport: VIEWPORT, storageState: viewer }),
      `${platform.portalUrl}/waves?sort=name`,
    );
    const bare = await open(await second.newContext({ viewport: VIEWPORT }), site.url);
    return await work({ ours, bare, rows });
  } finally {
    await Promise.all(browsers.map((browser) => browser.close()));
    await site.close();
  }
}

async function open(
  context: { newPage(): Promise<Page>; newCDPSession(page: Page): Promise<CDPSession> },
  url: string,
): Promise<OpenedBoard> {
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('[data-index] .row-link').first().waitFor();
  await page.getByText('more are on their way').waitFor({ state: 'detached' });
  return { page, session: await context.newCDPSession(page) };
}
