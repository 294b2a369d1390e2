import { faultsOf } from '../support/faults.ts';
import { onlyInLongRuns } from '../support/long.ts';
import { expect, test } from '../support/test.ts';

test.afterEach(({ platform }) => faultsOf(platform).clear());

test('with the forge gone the runners stay and are marked; refused they are gone, and the right is named; both end by themselves', async ({
  as,
  platform,
}) => {
  onlyInLongRuns();
  const page = await as('vic');
  await page.goto('/runners');
  await page.evaluate(() => Object.assign(window, { loadedOnce: true }));
  const main = page.getByRole('main');
  const runner = page.getByRole('table', { name: 'Runners' }).getByRole('row', { name: /kubernetes/ });
  await expect(runner).toBeVisible();
  await faultsOf(platform).cut('gitlab');
  await expect(main.locator('[data-freshness="stale"]')).toBeVisible({ timeout: 30_000 });
  await expect(runner).toBeVisible();
  await faultsOf(platform).clear();
  await faultsOf(platform).set({ id: 'runners', server: 'gitlab', kind: 'status', status: 403, path: '/runners' });
  await expect(main).toContainText(/Runners of gitlab:?\s*not permitted/i, { timeout: 30_000 });
  await expect(main).toContainText('the role Maintainer in the project platform/gitops-platform');
  await expect(runner).toHaveCount(0);
  await faultsOf(platform).clear();
  await expect(runner).toBeVisible({ timeout: 30_000 });
  await expect(main.locator('[data-freshness]')).toHaveCount(0);
  expect(await page.evaluate(() => 'loadedOnce' in window)).toBe(true);
});
