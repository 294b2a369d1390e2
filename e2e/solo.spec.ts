import { isLong } from './support/long.ts';
import { ALONE, startOwnPortal } from './support/own-portal.ts';
import { expect, test } from './support/test.ts';
import { fillWebService, openMergeRequest } from './support/web-service.ts';

test('in a homelab of one, the only user approves and merges their own change, and it goes its way', async ({
  browser,
  platform,
  noise,
}) => {
  test.setTimeout(180_000);
  const portal = await startOwnPortal(platform, { name: 'solo', config: ALONE });
  const context = await browser.newContext({ baseURL: portal.url });
  try {
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && noise.push(message.text()));
    await page.goto('/new/web-service');
    await page.getByRole('button', { name: 'Continue' }).click();
    await fillWebService(page, { name: 'of-one' });
    await expect(page.getByText('which you may give yourself')).toBeVisible();
    await openMergeRequest(page);
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click();
    const stations = page.getByRole('list', { name: 'Where the change is' }).getByRole('listitem');
    // How a merged change goes live is the main job's; with more time it is seen once more.
    const last = stations.filter({ hasText: isLong ? /Live/ : /Merge(?! request)/ });
    await expect(last.getByLabel('done')).toBeVisible({ timeout: 120_000 });
  } finally {
    await context.close();
    await portal.stop();
  }
});
