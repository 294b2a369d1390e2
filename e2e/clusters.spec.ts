import { startTwoClusters } from '../sandbox/testing/clusters/two-clusters.ts';
import { ALONE, startOwnPortal } from './support/own-portal.ts';
import { expect, test } from './support/test.ts';

test('two clusters with the same names are told apart, and one that goes away marks what is of it and nothing else', async ({
  browser,
  platform,
  noise,
}) => {
  test.setTimeout(120_000);
  const two = await startTwoClusters();
  const portal = await startOwnPortal(platform, {
    name: 'two-clusters',
    config: { ...ALONE, models: [], runners: [], clusters: two.config },
    environment: two.environment,
  });
  const context = await browser.newContext({ baseURL: portal.url });
  try {
    const page = await context.newPage();
    const card = (title: string) =>
      page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name: title, exact: true }) });
    page.on('console', (message) => message.type() === 'error' && noise.push(message.text()));
    await page.goto('/');
    await page.getByRole('button', { name: 'Continue' }).click();
    const room = card('Room on the nodes, by request');
    await expect(room.getByText('node-1', { exact: true })).toBeVisible();
    await expect(room.getByText('node-1 in edge', { exact: true })).toBeVisible();

    await page.goto('/gpu');
    const hub = card('node-1');
    const edge = card('node-1 in edge');
    await expect(hub.getByRole('table')).toContainText('shop/web-6f-1');
    await expect(hub.getByText('1 of 4 held')).toBeVisible();
    await expect(edge.getByText('1 of 2 held')).toBeVisible();

    two.edge.faults.set({ id: 'down', server: 'kubernetes', kind: 'reset' });
    await expect(edge.getByRole('button', { name: /^Stale/ })).toBeVisible({ timeout: 20_000 });
    await expect(hub.getByRole('button', { name: /^Stale/ })).toHaveCount(0);
    await expect(edge.getByText('1 of 2 held')).toBeVisible();
    two.edge.faults.clear();
    await expect(edge.getByRole('button', { name: /^Stale/ })).toHaveCount(0, { timeout: 20_000 });

    await page.goto('/waves?show=graph&q=shop');
    const ladders = page.getByRole('navigation', { name: 'Ladders' });
    await ladders.getByRole('link').nth(1).click();
    await expect(ladders.getByRole('link').nth(1), 'the other ladder').toHaveAttribute('aria-current', 'page');
    expect(Object.fromEntries(new URL(page.url()).searchParams), 'what was chosen stays').toMatchObject({
      show: 'graph',
      q: 'shop',
      ladder: expect.stringMatching(/./),
    });
    await page.goto('/waves?q=shop');
    await expect(page.getByText('No waves to draw here')).toBeVisible();
    await page
      .getByRole('link', { name: /shop\s*in edge/ })
      .first()
      .click();
    await page.waitForURL('**/applications/edge~argocd/shop');
    await expect(page.getByRole('main').getByText('in edge', { exact: true })).toBeVisible();
    await expect(page.getByText('CrashLoopBackOff').first()).toBeVisible();
  } finally {
    await context.close();
    await portal.stop();
    await two.close();
  }
});
