import type { Page } from '@playwright/test';
import { askArgoCdObjects } from '../support/argocd-objects.ts';
import { askKubernetes } from '../support/kubernetes.ts';
import { expect, test } from '../support/test.ts';
import { fillWebService, openMergeRequest } from '../support/web-service.ts';

const GITLAB = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/gitlab';
const WORDS = 'A Redis cache for the shop, 256 MiB, only reachable from inside.';

/** Takes the README's pictures anew: `PORTOLAN_PICTURES=1 npx playwright test --project pictures`. */
test('pictures for the README', async ({ as, platform }) => {
  const dana = await as('dana');
  await dana.goto('/new/web-service');
  await fillWebService(dana, { name: 'shop-web' });
  await openMergeRequest(dana);
  await expect(dana.getByText('1 more needed')).toBeVisible();
  const change = new URL(dana.url()).pathname;
  await dana.goto('/ask');
  await dana.getByRole('textbox', { name: /What shall run/ }).fill(WORDS);
  await dana.getByRole('textbox', { name: /^Name/ }).fill('shop-cache');
  await dana.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(dana.getByText('Draft', { exact: true })).toBeVisible({ timeout: 90_000 });
  const draft = new URL(dana.url()).pathname;
  for (const theme of ['light', 'dark'] as const) {
    const page = await as('rui', { theme, width: 1280 });
    await take(page, '/', 'overview', theme);
    await take(page, change, 'change', theme);
    await take(page, '/gpu', 'gpu', theme);
    await take(page, draft, 'draft', theme);
    const form = await as('ada', { theme, width: 1280 });
    await form.goto('/new/web-service');
    await fillWebService(form, { name: 'vision-api' });
    await expect(form.getByText('Checks: 6 passed')).toBeVisible();
    await form.getByRole('textbox', { name: 'Image' }).blur();
    await form.screenshot({ path: `docs/pictures/form-${theme}.png` });
  }
  // A rung that holds says what it waits for.
  const runs = (await askKubernetes(platform, 'GET', GITLAB)) as { status: object };
  const health = { status: 'Progressing', lastTransitionTime: new Date(Date.now() - 240_000).toISOString() };
  await askArgoCdObjects(platform, 'PUT', 'applications/gitlab', { ...runs, status: { ...runs.status, health } });
  for (const theme of ['light', 'dark'] as const) {
    await take(await as('rui', { theme, width: 1280 }), '/waves', 'waves', theme);
  }
});

async function take(page: Page, path: string, name: string, theme: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expect(page.locator('[data-freshness="live"]:visible').first()).toBeVisible();
  await page.screenshot({ path: `docs/pictures/${name}-${theme}.png` });
}
