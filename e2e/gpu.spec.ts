import { goByKeys } from './support/keys.ts';
import { expect, test } from './support/test.ts';

test('the card is drawn cut into its slices, each named by who holds it, and the table says the same', async ({
  as,
}) => {
  const page = await as('dana');
  await page.goto('/');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await goByKeys(page, 'g', '/gpu');
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
  // Models lie in the memory that all slices share; how full it is, is told as far as anybody measures.
  const memory = page.getByRole('region', { name: 'Memory of the cards of akula-prime' });
  await expect(memory).toContainText('15.9 GiB, as its labels say');
  await expect(memory).toContainText(/used, measured|Nothing measures how much of it is used/);
  await held.first().getByRole('link').click();
  await page.waitForURL('**/applications/argocd/ollama');
});

test('who holds which slice is read on a phone without scrolling sideways', async ({ as }) => {
  const page = await as('vic', { width: 360 });
  await page.goto('/gpu');
  const holders = page.getByRole('region', { name: 'Who holds the slices of akula-prime' });
  await expect(holders).toContainText('ollama');
  expect(await holders.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
});
