import { expect, freshnessOf, test } from './support/test.ts';

test.use({ allowedNoise: /status of 503/ });

test('a part of a page that the portal does not give is told of, and asked for until it is there', async ({ as }) => {
  const page = await as('dana');
  let refusals = 0;
  const parts = '**/api/views/applications?*';
  await page.route(parts, (route) => {
    refusals += 1;
    return route.fulfill({ status: 503, json: { code: 'unavailable', message: 'Too many at once.', suggestion: '' } });
  });
  await page.goto('/waves');
  await expect(freshnessOf(page)).toContainText('Unreachable', { timeout: 15_000 });
  await freshnessOf(page).click();
  const words = page.getByText('The portal did not give it: Too many at once.');
  await expect(words.filter({ visible: true })).toHaveCount(1);
  const given = refusals;
  await expect.poll(() => refusals, { timeout: 15_000 }).toBeGreaterThan(given);
  await page.unroute(parts);
  await expect(freshnessOf(page)).toContainText('Live', { timeout: 20_000 });
});
