import type { Page } from '@playwright/test';
import { ALONE, startOwnPortal } from '../support/own-portal.ts';
import { expect, freshnessOf, test } from '../support/test.ts';

const KILLS = 100;

test.use({ allowedNoise: /net::ERR_/ });

/** What the table of applications shows now: how many there are, and the rows that are drawn. */
async function tableOf(page: Page): Promise<string[]> {
  const table = page.getByRole('table', { name: 'Applications' });
  return [(await table.getAttribute('aria-rowcount')) ?? '', ...(await table.getByRole('row').allInnerTexts())];
}

test(`an open page equals a fresh one after each of ${KILLS} kills of the portal`, async ({
  browser,
  platform,
  noise,
}) => {
  const generate = async (applications: number) => {
    const answer = await fetch(`${platform.addresses.control}/generate`, {
      method: 'POST',
      headers: { 'x-sandbox-control': '1', 'content-type': 'application/json' },
      body: JSON.stringify({ applications }),
    });
    expect(answer.ok).toBe(true);
  };
  const portal = await startOwnPortal(platform, { name: 'killed', config: ALONE });
  const context = await browser.newContext({ baseURL: portal.url });
  try {
    const open = await context.newPage();
    open.on('console', (message) => message.type() === 'error' && noise.push(message.text()));
    await open.goto('/waves?sort=name');
    await open.getByRole('button', { name: 'Continue' }).click();
    await open.evaluate(() => Object.assign(window, { loadedOnce: true }));
    await expect(freshnessOf(open)).toContainText('Live');
    const fresh = await context.newPage();
    for (let kill = 1; kill <= KILLS; kill += 1) {
      // Some of it happens before the kill, some after, and some when the portal is back.
      const changed = generate(1 + (kill % 7));
      await portal.kill();
      await changed;
      await expect(freshnessOf(open)).not.toContainText('Live');
      await portal.restart();
      await expect(freshnessOf(open)).toContainText('Live', { timeout: 30_000 });
      await fresh.goto('/waves?sort=name');
      await expect(freshnessOf(fresh)).toContainText('Live');
      await expect.poll(async () => await tableOf(open), `after kill ${kill}`).toEqual(await tableOf(fresh));
    }
    expect(await open.evaluate(() => 'loadedOnce' in window)).toBe(true);
  } finally {
    await context.close();
    await portal.stop();
    await generate(0);
  }
});
