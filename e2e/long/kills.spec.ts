import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { freePort } from '../../lib/cli/process/hold-port.ts';
import { addressesOf } from '../../sandbox/addresses.ts';
import { startSandbox } from '../../sandbox/start-sandbox.ts';
import { ALONE, startOwnPortal } from '../support/own-portal.ts';
import { STATE_DIR } from '../support/platform.ts';
import { expect, freshnessOf, test } from '../support/test.ts';

const KILLS = 100;
/** What the table counts besides the applications that were asked for. */
const ROOT_AND_HEADINGS = 2;

test.use({ allowedNoise: /net::ERR_/ });

/** What the table of applications shows now: how many there are, and the rows that are drawn. */
async function tableOf(page: Page): Promise<string[]> {
  const table = page.getByRole('table', { name: 'Applications' });
  return [(await table.getAttribute('aria-rowcount')) ?? '', ...(await table.getByRole('row').allInnerTexts())];
}

const sizes = (at: number) => 20 + ((at * 7) % 30);

test(`an open page equals a fresh one after each of ${KILLS} kills of the portal`, async ({ browser, noise }) => {
  const port = await freePort();
  const sandbox = await startSandbox({
    stateDir: join(STATE_DIR, 'killed', 'sandbox'),
    ports: { gitlab: 0, kubernetes: 0, ollama: 0, control: 0, argocd: 0 },
    portalUrl: `http://localhost:${port}`,
    generated: { applications: sizes(0) },
  });
  const addresses = addressesOf(sandbox);
  const portal = await startOwnPortal({ addresses }, { name: join('killed', 'portal'), port, config: ALONE });
  const context = await browser.newContext({ baseURL: portal.url });
  try {
    const open = await context.newPage();
    open.on('console', (message) => message.type() === 'error' && noise.push(message.text()));
    await open.goto('/waves?sort=name');
    await open.getByRole('button', { name: 'Continue' }).click();
    await expect(freshnessOf(open)).toContainText('Live');
    // Rows under a pointer keep their places while others come.
    await open.mouse.move(0, 0);
    await open.evaluate(() => Object.assign(window, { loadedOnce: true }));
    const fresh = await context.newPage();
    for (let kill = 1; kill <= KILLS; kill += 1) {
      // Some of it happens right before the kill, some while nobody looks, and some while the portal comes back.
      await sandbox.platform.generate(sizes(3 * kill));
      await portal.kill();
      await sandbox.platform.generate(sizes(3 * kill + 1));
      await expect(freshnessOf(open)).not.toContainText('Live');
      const back = portal.restart();
      await sandbox.platform.generate(sizes(3 * kill + 2));
      await back;
      await expect(freshnessOf(open)).toContainText('Live', { timeout: 30_000 });
      await fresh.goto('/waves?sort=name');
      await expect(freshnessOf(fresh)).toContainText('Live');
      // One of them changes every second, which both pages hear of.
      await expect(async () => {
        const [before, after] = await Promise.all([tableOf(open), tableOf(fresh)]);
        expect(before, `after kill ${kill}`).toEqual(after);
        expect(before[0], `after kill ${kill}`).toBe(String(sizes(3 * kill + 2) + ROOT_AND_HEADINGS));
      }).toPass({ timeout: 30_000 });
    }
    expect(await open.evaluate(() => 'loadedOnce' in window)).toBe(true);
  } finally {
    await context.close();
    await portal.stop();
    await sandbox.close();
  }
});
