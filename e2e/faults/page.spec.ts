import { expectAccessible } from '../support/axe.ts';
import { faultsOf } from '../support/faults.ts';
import { expect, freshnessOf, test } from '../support/test.ts';

test.afterEach(({ platform }) => faultsOf(platform).clear());

test('a fault that is switched on in the sandbox’s page is seen in the portal, and that it is over', async ({
  as,
  platform,
}) => {
  const ada = await as('ada');
  await ada.goto('/connections');
  const pods = ada.locator(`[data-connection="homelab/pods"]`);
  await expect(pods).toHaveAttribute('data-state', 'live');
  await expect(freshnessOf(ada)).toContainText('Live');

  // The strip on every page leads to the switches.
  const opened = ada.waitForEvent('popup');
  await ada.getByRole('complementary', { name: 'Sandbox' }).getByRole('link').click();
  const faults = await opened;
  expect(new URL(faults.url()).origin).toBe(platform.addresses.control);
  await expect(faults.getByRole('status')).toHaveText('All is well.');
  const kubernetes = faults.getByRole('region', { name: 'Kubernetes and Argo CD' });
  await kubernetes.getByRole('switch', { name: 'It is gone' }).click();
  await expect(faults.getByRole('status')).toHaveText('1 fault is on.');

  await expect(freshnessOf(ada)).toContainText('Stale', { timeout: 30_000 });
  await expect(pods).toHaveAttribute('data-state', 'stale');
  const attention = ada.getByRole('list', { name: 'Needs attention' });
  await expect(attention).toContainText('Pods in homelab');
  await expect(attention).toContainText(/API server does not answer|connection was reset/);
  await expect(attention).toContainText('See whether it runs and can be reached');
  await pods.getByText('Pods in homelab').click();
  await expect(pods).toContainText(/Last errors/i);

  await faults.getByRole('button', { name: 'All well again' }).click();
  await expect(faults.getByRole('status')).toHaveText('All is well.');
  await expect(freshnessOf(ada)).toContainText('Live', { timeout: 30_000 });
  await expect(pods).toHaveAttribute('data-state', 'live');
  // Everything is looked at again every fifteen seconds while something is wrong.
  await expect(attention).toHaveCount(0, { timeout: 30_000 });
});

test('a token that was revoked is noticed while somebody looks, with what to do about it', async ({ as, platform }) => {
  const ada = await as('ada');
  await ada.goto('/connections');
  const forge = ada.locator('[data-connection="forges/gitlab"]');
  await expect(forge).toHaveAttribute('data-state', 'live', { timeout: 20_000 });
  await faultsOf(platform).set({ id: 'revoked', server: 'gitlab', kind: 'status', status: 401 });
  await expect(forge).toHaveAttribute('data-state', /forbidden|problem/, { timeout: 30_000 });
  await expect(ada.getByRole('list', { name: 'Needs attention' })).toContainText('Make a new token');
  await faultsOf(platform).clear();
  await expect(forge).toHaveAttribute('data-state', 'live', { timeout: 45_000 });
});

for (const width of [1280, 360]) {
  test(`the sandbox\`s page can be used at ${width} pixels, by keyboard too, and shows what others switched on`, async ({
    browser,
    platform,
    noise,
  }) => {
    const context = await browser.newContext({ viewport: { width, height: 780 } });
    const page = await context.newPage();
    page.on('console', (message) => ['warning', 'error'].includes(message.type()) && noise.push(message.text()));
    await page.goto(platform.addresses.control);
    await expect(page.getByRole('status')).toHaveText('All is well.');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await expectAccessible(page);
    const slow = page.getByRole('region', { name: 'Ollama' });
    await slow.getByText('Every kind of fault by itself').click();
    await slow.getByRole('switch', { name: 'Slow' }).focus();
    await page.keyboard.press('Space');
    await expect(slow.getByRole('switch', { name: 'Slow' })).toBeChecked();
    await faultsOf(platform).set({ id: 'by-curl', server: 'gitlab', kind: 'html', path: '/nowhere' });
    await expect(page.getByRole('status')).toHaveText('2 faults are on.');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Switch by-curl off' }).click();
    await expect(page.getByRole('status')).toHaveText('1 fault is on.');
    await slow.getByRole('switch', { name: 'Slow' }).click();
    await expect(page.getByRole('status')).toHaveText('All is well.');
    await context.close();
  });
}
