import type { Page } from '@playwright/test';
import { expect } from '../test.ts';
import { doubledRows, textOf } from './pages.ts';
import type { Scene } from './scene.ts';

/** The world goes on changing: one of its applications every second. */
const SAME_WITHIN_MS = 15_000;

/** Whether every tab that stayed open shows what one shows that is opened now, and no row twice. */
export async function compareWithFresh({ pages }: Scene): Promise<string[]> {
  const findings: string[] = [];
  for (const [address, open] of pages.tabs) {
    const fresh = await pages.anew.newPage();
    try {
      await fresh.goto(address);
      // Of a commit that arrived while a page was open only that page can tell.
      const notice = open.getByRole('button', { name: 'I see it' });
      if (await notice.isVisible()) {
        await notice.click();
      }
      await expectSame(open, fresh);
      const doubled = await doubledRows(open);
      findings.push(...doubled.map((row) => `${address}: the row ${row} is there twice`));
      if (!(await open.evaluate(() => 'loadedOnce' in window))) {
        findings.push(`${address}: the page loaded itself anew`);
      }
    } catch (error) {
      findings.push(`${address}: not as a page that is opened now: ${error instanceof Error ? error.message : error}`);
    } finally {
      await fresh.close();
    }
  }
  return findings;
}

async function expectSame(open: Page, fresh: Page): Promise<void> {
  await expect(async () => {
    const [before, after] = await Promise.all([textOf(open), textOf(fresh)]);
    expect(before).toBe(after);
  }).toPass({ timeout: SAME_WITHIN_MS, intervals: [100, 200, 300] });
}
