import { startPortalProcess } from '../../lib/cli/demo/portal-process.ts';
import { endProcess } from '../../lib/cli/process/end-process.ts';
import { signIn } from '../support/sign-in.ts';
import { expect, freshnessOf, test } from '../support/test.ts';
import { fillWebService, goToLastPage } from '../support/web-service.ts';

test.describe('whoever signs out everywhere', () => {
  // Their stream has ended, and may be asked for once more before the page is left.
  test.use({ allowedNoise: /status of 401 .*\/api\/live/ });
  // Ends every session of rui, those of other tests too: so it comes after all that need them.
  test('signing in leads back to where one wanted to go, and signing out ends the session everywhere', async ({
    browser,
    platform,
    stranger,
  }) => {
    const second = await browser.newContext({ baseURL: platform.portalUrl });
    const elsewhere = await second.newPage();
    await elsewhere.goto('/waves');
    await signIn(elsewhere, 'rui');
    await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('Waves');

    await stranger.goto('/waves?q=git');
    await signIn(stranger, 'rui');
    await expect(stranger).toHaveURL('/waves?q=git');

    await stranger.getByRole('button', { name: /Rui Reyes/ }).click();
    await stranger.getByRole('menuitem', { name: 'Sign out everywhere' }).click();
    await expect(stranger).toHaveURL(/\/sign-in/);
    await elsewhere.goto('/waves');
    await expect(elsewhere).toHaveURL(/\/sign-in/);
    await second.close();
  });
});

test.describe('a session that ended', () => {
  test.use({ allowedNoise: /status of 401/ });
  test('loses nothing of a form: after signing in again, everything typed is back', async ({ stranger }) => {
    await stranger.goto('/new/web-service');
    await signIn(stranger, 'dana');
    await fillWebService(stranger, { name: 'after-the-break' });
    await stranger.context().clearCookies({ name: /session/ });
    await goToLastPage(stranger);
    await stranger.getByRole('button', { name: 'Open a merge request' }).click();
    await stranger.locator('form').getByRole('alert').getByRole('link', { name: 'Sign in' }).click();
    await expect(stranger).toHaveURL(/\/sign-in/);
    await signIn(stranger, 'dana');
    await expect(stranger).toHaveURL('/new/web-service');
    await expect(stranger.getByRole('textbox', { name: 'Name' })).toHaveValue('after-the-break');
  });
});

test.describe('a portal that was killed', () => {
  test.use({ allowedNoise: /net::ERR_/ });
  test('comes back as it was: sessions hold, and open pages go on without a reload', async ({ as, platform }) => {
    const page = await as('ada');
    await page.goto('/waves');
    await page.evaluate(() => Object.assign(window, { loadedOnce: true }));
    const freshness = freshnessOf(page);
    await expect(freshness).toContainText('Live');
    process.kill(platform.portalPid, 'SIGKILL');
    await expect(freshness).not.toContainText('Live', { timeout: 30_000 });
    const again = await startPortalProcess(platform.portalPort, platform.environment);
    try {
      await expect(freshness).toContainText('Live', { timeout: 45_000 });
      await expect(page.getByRole('list', { name: 'Waves' })).toContainText('longhorn');
      expect(await page.evaluate(() => 'loadedOnce' in window)).toBe(true);
      await page.goto('/changes');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Changes');
    } finally {
      await endProcess(again);
    }
  });
});
