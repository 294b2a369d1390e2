import { expect, test } from './support/test.ts';

test('the card is drawn cut into its slices, each named by who holds it, and the table says the same', async ({
  as,
}) => {
  const page = await as('dana');
  await page.goto('/');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('g');
  await page.waitForURL('**/gpu');
  await expect(page.getByRole('heading', { level: 2, name: 'akula-prime' })).toBeVisible();
  await expect(page.getByText('1 × NVIDIA GeForce RTX 5080')).toBeVisible();
  await expect(page.getByText('4 slices share one memory')).toBeVisible();
  const slices = page.getByRole('list', { name: 'Slices of nvidia.com/gpu' }).getByRole('listitem');
  await expect(slices).toHaveCount(4);
  const held = slices.filter({ hasNotText: 'free' });
  await expect(held.first()).toContainText('ollama');
  const rows = page.getByRole('table', { name: 'Who holds the slices of akula-prime' }).getByRole('row');
  // With the row of headings.
  await expect(rows).toHaveCount((await held.count()) + 1);
  await held.first().getByRole('link').click();
  await page.waitForURL('**/applications/argocd/ollama');
});
