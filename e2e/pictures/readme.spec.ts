import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';
import { fillWebService, openMergeRequest } from '../support/web-service.ts';

/** Takes the README's pictures anew: `PORTOLAN_PICTURES=1 npx playwright test --project pictures`. */
test('pictures for the README', async ({ as }) => {
  const dana = await as('dana');
  await dana.goto('/new/web-service');
  await fillWebService(dana, { name: 'shop-web' });
  await openMergeRequest(dana);
  await expect(dana.getByText('1 more needed')).toBeVisible();
  const change = new URL(dana.url()).pathname;
  for (const theme of ['light', 'dark'] as const) {
    const page = await as('rui', { theme, width: 1280 });
    await take(page, '/', 'overview', theme);
    await take(page, '/waves', 'waves', theme);
    await take(page, change, 'change', theme);
    const form = await as('ada', { theme, width: 1280 });
    await form.goto('/new/web-service');
    await fillWebService(form, { name: 'vision-api' });
    await expect(form.getByText('Checks: 6 passed')).toBeVisible();
    await form.getByRole('textbox', { name: 'Image' }).blur();
    await form.screenshot({ path: `docs/pictures/form-${theme}.png` });
  }
});

async function take(page: Page, path: string, name: string, theme: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expect(page.locator('[data-freshness="live"]:visible').first()).toBeVisible();
  await page.screenshot({ path: `docs/pictures/${name}-${theme}.png` });
}
