import { faultsOf } from '../support/faults.ts';
import { expect, freshnessOf, test } from '../support/test.ts';
import { fillWebService, openMergeRequest } from '../support/web-service.ts';

test.afterEach(({ platform }) => faultsOf(platform).clear());

test('with the cluster gone, the board keeps what it knew, says so, and recovers by itself', async ({
  as,
  platform,
}) => {
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
  test('the form says so, keeps everything, and goes on when it is back', async ({ as, platform }) => {
    const page = await as('dana');
    await page.goto('/new/web-service');
    await fillWebService(page, { name: 'while-gone' });
    await expect(page.getByText('Application argocd/while-gone in wave 7')).toBeVisible();
    await faultsOf(platform).cut('gitlab');
    await page.getByRole('textbox', { name: 'Owner' }).fill('team-shop');
    await expect(page.getByRole('main')).toContainText(/GitLab/, { timeout: 30_000 });
    await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('while-gone');
    await faultsOf(platform).clear();
    await openMergeRequest(page);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('while-gone');
  });
});

test('with the model server gone, the overview says so and the rest stays', async ({ as, platform }) => {
  const page = await as('dana');
  await faultsOf(platform).cut('ollama');
  await page.goto('/');
  await expect(page.getByRole('main')).toContainText(/Ollama.*(not|no) /s, { timeout: 40_000 });
  await expect(page.getByRole('main')).toContainText('applications are delivered');
});
