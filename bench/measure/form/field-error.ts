import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { startFormSite } from '../../browser/form-site.ts';
import { launchBrowser, VIEWPORT } from '../../browser/launch.ts';
import type { SignedIn } from '../../browser/sign-in.ts';
import { timeToPicture } from '../../browser/time-to-picture.ts';
import type { BenchPlatform } from '../../platform/start-platform.ts';
import { type Figure, figure } from '../../report/figure.ts';
import type { MeasureContext } from '../context.ts';
import { FORM } from '../page/portal-page.ts';

const ROUNDS = 40;
const QUICK_ROUNDS = 6;
const PAUSE_MS = 150;
const P95_MS = 50;

const NO_ERROR = { shows: [], lacks: ['[id$="-error"]:not([hidden])'] };
const ERROR = { shows: NO_ERROR.lacks, lacks: [] };

/** P14: a name is made wrong with one key and right with another, on the form and on a bare input in turn. */
export async function measureFieldError(
  platform: BenchPlatform,
  viewer: SignedIn,
  context: MeasureContext,
): Promise<Figure[]> {
  const site = await startFormSite();
  const browsers = await Promise.all([launchBrowser(), launchBrowser()]);
  try {
    const ours = await (await browsers[0].newContext({ viewport: VIEWPORT, storageState: viewer })).newPage();
    await ours.goto(platform.portalUrl + FORM.path);
    await ours.locator(FORM.selector).first().waitFor();
    const bare = await (await browsers[1].newContext({ viewport: VIEWPORT })).newPage();
    await bare.goto(site.url);
    for (const page of [ours, bare]) {
      await fillAndLeave(page);
    }
    const samples = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < (context.quick ? QUICK_ROUNDS : ROUNDS); round += 1) {
      samples.ours.push(...(await makeWrongAndRight(ours)));
      samples.bare.push(...(await makeWrongAndRight(bare)));
    }
    return [
      figure({
        goal: 'P14',
        what: 'key until the field’s error shows or goes, p95',
        unit: 'ms',
        by: 'p95',
        applications: platform.applications,
        limit: P95_MS,
        samples: samples.ours,
        baseline: { label: 'a bare input', samples: samples.bare },
      }),
    ];
  } finally {
    await Promise.all(browsers.map((browser) => browser.close()));
    await site.close();
  }
}

/** Errors show at a field that was left once. */
async function fillAndLeave(page: Page): Promise<void> {
  const name = page.getByRole('textbox', { name: /^Name/ });
  await name.fill('bench-web');
  await name.blur();
  await name.focus();
  await page.keyboard.press('End');
}

async function makeWrongAndRight(page: Page): Promise<number[]> {
  await sleep(PAUSE_MS);
  const wrong = await timeToPicture(page, ERROR, () => page.keyboard.press('_'));
  await sleep(PAUSE_MS);
  const right = await timeToPicture(page, NO_ERROR, () => page.keyboard.press('Backspace'));
  return [wrong, right];
}
