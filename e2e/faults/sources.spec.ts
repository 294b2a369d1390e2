import { SANDBOX_SERVERS } from '../../sandbox/faults.ts';
import { faultsOf } from '../support/faults.ts';
import { onlyInLongRuns } from '../support/long.ts';
import { expect, freshnessOf, test } from '../support/test.ts';
import { fillWebService, goToLastPage, openMergeRequest } from '../support/web-service.ts';

test.afterEach(({ platform }) => faultsOf(platform).clear());

test('with the cluster gone, the board keeps what it knew, says so, and recovers by itself', async ({
  as,
  platform,
}) => {
  onlyInLongRuns();
  const page = await as('dana');
  await page.goto('/waves');
  await page.evaluate(() => Object.assign(window, { loadedOnce: true }));
  const freshness = freshnessOf(page);
  await expect(freshness).toContainText('Live');
  await faultsOf(platform).cut('kubernetes');
  await expect(freshness).not.toContainText('Live', { timeout: 30_000 });
  await expect(page.getByRole('list', { name: 'Waves' })).toContainText('longhorn');
  await faultsOf(platform).clear();
  await expect(freshness).toContainText('Live', { timeout: 30_000 });
  expect(await page.evaluate(() => 'loadedOnce' in window)).toBe(true);
});

test.describe('with the forge gone', () => {
  test.use({ allowedNoise: /status of (50[234]|429)/ });
  test('what was sent is kept, the page says what it waits for, and goes on when it is back', async ({
    as,
    platform,
  }) => {
    const page = await as('dana');
    // What is sent a moment after the forge has gone is taken; later, the form says that git cannot be read, and keeps it.
    await expect(async () => {
      await faultsOf(platform).clear();
      await page.goto('/new/web-service');
      await fillWebService(page, { name: 'while-gone' });
      await goToLastPage(page);
      await expect(page.getByText('Application argocd/while-gone in wave 7')).toBeVisible();
      await faultsOf(platform).cut('gitlab');
      await page.getByRole('button', { name: 'Open a merge request' }).click();
      await expect(page).toHaveURL(/\/changes\/[0-9a-f-]+$/, { timeout: 15_000 });
    }).toPass({ timeout: 120_000 });
    await expect(page.getByRole('main')).toContainText('Opening');
    await expect(page.getByRole('main')).toContainText(/GitLab/);
    await faultsOf(platform).clear();
    await expect(page.getByText('1 more needed')).toBeVisible({ timeout: 45_000 });
    await expect(page.getByRole('main')).toContainText('!');
  });

  test('a form says why it has no preview, and gets one by itself when the forge is back', async ({ as, platform }) => {
    const page = await as('dana');
    await faultsOf(platform).cut('gitlab');
    // What was read of git a moment ago is good enough for a preview, until it is too old.
    await expect(async () => {
      await page.goto('/new/web-service');
      await fillWebService(page, { name: 'preview-later' });
      const alert = page.getByRole('alert').filter({ hasText: 'GitLab' });
      await expect(alert).toContainText('The preview comes by itself', { timeout: 4_000 });
    }).toPass({ timeout: 60_000 });
    await expect(page.getByText('There is no preview yet')).toBeVisible();
    await faultsOf(platform).clear();
    await expect(page.getByText('Application argocd/preview-later in wave 7')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('alert').filter({ hasText: 'GitLab' })).toHaveCount(0);
  });

  test('a merge that was asked for stands on the page with what it waits for, and is done when the forge is back', async ({
    as,
    platform,
  }) => {
    const dana = await as('dana');
    const rui = await as('rui');
    await dana.goto('/new/web-service');
    await fillWebService(dana, { name: 'merged-later' });
    await openMergeRequest(dana);
    await rui.goto(dana.url());
    const act = async (name: string) => {
      await rui.getByRole('button', { name, exact: true }).click();
      await rui.getByRole('dialog').getByRole('button', { name }).click();
    };
    await act('Approve');
    await expect(rui.getByRole('button', { name: 'Merge', exact: true })).toBeEnabled();
    await faultsOf(platform).cut('gitlab');
    await act('Merge');
    await expect(rui.getByText('The portal tries again by itself.')).toBeVisible();
    await expect(rui.getByRole('dialog')).toHaveCount(0);
    await faultsOf(platform).clear();
    await expect(rui.getByText(/Merged/).first()).toBeVisible({ timeout: 60_000 });
  });
});

test('with the model server gone, the overview says so and the rest stays', async ({ as, platform }) => {
  const page = await as('dana');
  await faultsOf(platform).cut('ollama');
  await page.goto('/');
  const models = page.getByRole('region').or(page.locator('section')).filter({ hasText: 'Models in memory' }).first();
  await expect(models.locator('[data-freshness="stale"], [data-freshness="unreachable"]')).toBeVisible({
    timeout: 40_000,
  });
  await expect(page.getByRole('main')).toContainText('applications below the root are delivered');
});

test('with everything gone that it looks at, the portal shows what it knew and which of it is old', async ({
  as,
  platform,
}) => {
  onlyInLongRuns();
  const page = await as('ada');
  const freshness = freshnessOf(page);
  for (const server of SANDBOX_SERVERS) {
    await faultsOf(platform).cut(server);
  }
  await page.goto('/');
  const main = page.getByRole('main');
  await expect(freshness).not.toContainText('Live', { timeout: 30_000 });
  await expect(main).toContainText('applications below the root are delivered');
  for (const [address, heading] of [
    ['/waves', 'Waves'],
    ['/gpu', 'GPU'],
    ['/changes', 'Changes'],
    ['/audit', 'Audit'],
    ['/new', 'New'],
  ] as const) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(heading);
    await expect(freshness).not.toContainText('Live');
  }
  await faultsOf(platform).clear();
  await expect(freshness).toContainText('Live', { timeout: 30_000 });
});
