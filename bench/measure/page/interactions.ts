import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { noteInteractions, readInteractions } from '../../browser/interactions.ts';
import { launchBrowser, VIEWPORT } from '../../browser/launch.ts';
import type { SignedIn } from '../../browser/sign-in.ts';
import type { BenchPlatform } from '../../platform/start-platform.ts';
import { type Figure, figure } from '../../report/figure.ts';
import type { MeasureContext } from '../context.ts';
import { BOARD } from './portal-page.ts';

const INTERACTIONS = 200;
const QUICK_INTERACTIONS = 60;
const PAUSE_MS = 80;
const P98_MS = 100;

type Act = (page: Page) => Promise<void>;
const press =
  (key: string): Act =>
  (page) =>
    page.keyboard.press(key);
const clickLink =
  (area: string, name: string | RegExp): Act =>
  (page) =>
    page
      .getByRole(area === 'Areas' ? 'navigation' : 'table', { name: area })
      .getByRole('link', { name })
      .first()
      .click();
const clickChip: Act = (page) =>
  page
    .getByRole('list', { name: 'Filter by state' })
    .getByRole('link', { name: /Failing/ })
    .click();

/** A minute at the portal: search, sort, filter, keys through rows, the palette, and from page to page. */
const ROUND: readonly Act[] = [
  press('/'),
  ...[...'ledger'].map(press),
  press('Escape'),
  press('Escape'),
  clickLink('Applications', 'Wave'),
  clickLink('Applications', 'Wave'),
  clickLink('Applications', 'Application'),
  clickChip,
  clickChip,
  ...[...'jjjkk'].map(press),
  press('Control+k'),
  ...[...'aud'].map(press),
  press('ArrowDown'),
  press('Escape'),
  clickLink('Areas', 'Overview'),
  clickLink('Areas', 'Changes'),
  clickLink('Areas', 'Waves'),
];

/** P16: clicks and keys as a person makes them, and what each waited for until the next picture, by the browser's own account. */
export async function measureInteractions(
  platform: BenchPlatform,
  viewer: SignedIn,
  context: MeasureContext,
): Promise<Figure[]> {
  const browser = await launchBrowser();
  try {
    const opened = await browser.newContext({ viewport: VIEWPORT, storageState: viewer });
    const page = await opened.newPage();
    await page.goto(platform.portalUrl + BOARD.path);
    await page.getByText('more are on their way').waitFor({ state: 'detached' });
    await noteInteractions(page);
    const wanted = context.quick ? QUICK_INTERACTIONS : INTERACTIONS;
    for (let done = 0; done < wanted; done += 1) {
      await ROUND[done % ROUND.length]?.(page);
      await sleep(PAUSE_MS);
    }
    const { durations, counted } = await readInteractions(page);
    if (counted < wanted) {
      throw new Error(`the browser knows of ${counted} interactions, and ${wanted} were made`);
    }
    return [
      figure({
        goal: 'P16',
        what: 'click or key until the next picture, p98',
        unit: 'ms',
        by: 'p98',
        applications: platform.applications,
        limit: P98_MS,
        samples: durations,
      }),
    ];
  } finally {
    await browser.close();
  }
}
