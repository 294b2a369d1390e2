import { startRelay } from '../../sandbox/network/relay.ts';
import { expect, freshnessOf, test } from '../support/test.ts';

test.use({ allowedNoise: /net::ERR_/ });

/** Everything between the browser and the portal goes over this wire. */
const BREAKS = [
  { how: 'falls silent', take: 'silence' },
  { how: 'is cut', take: 'cut' },
] as const;

for (const { how, take } of BREAKS) {
  test(`when the line to the portal ${how}, the page says since when, and is right again without a reload`, async ({
    as,
    platform,
  }) => {
    const relay = await startRelay({ host: '127.0.0.1', port: platform.portalPort });
    try {
      const page = await as('dana');
      await page.goto(`http://localhost:${relay.port}/waves`);
      await page.evaluate(() => Object.assign(window, { loadedOnce: true }));
      const freshness = freshnessOf(page);
      await expect(freshness).toContainText('Live');
      await relay[take]();
      await expect(freshness).toContainText('Stale for', { timeout: 30_000 });
      await freshness.click();
      const reason = page.getByText('This browser does not hear from the portal');
      await expect(reason.filter({ visible: true })).toHaveCount(1);
      await expect(page.getByRole('list', { name: 'Waves' })).toContainText('longhorn');
      await relay.mend();
      await expect(freshness).toContainText('Live', { timeout: 30_000 });
      expect(await page.evaluate(() => 'loadedOnce' in window)).toBe(true);
    } finally {
      await relay.close();
    }
  });
}
