import { expect, test } from './support/test.ts';

test('search, filter and sort stand in the address, and come back with it', async ({ as }) => {
  const page = await as('dana');
  await page.goto('/waves');
  const table = page.getByRole('table', { name: 'Applications' });
  await expect(table.getByRole('row', { name: /longhorn/ })).toBeVisible();
  await page.getByRole('textbox', { name: 'Search applications' }).fill('git');
  await expect(table.getByRole('row')).toHaveCount(3);
  await table.getByRole('link', { name: 'Application' }).click();
  await expect(page).toHaveURL(/q=git/);
  await page.reload();
  await expect(table.getByRole('row')).toHaveCount(3);
  await expect(page.getByRole('textbox', { name: 'Search applications' })).toHaveValue('git');
  await expect(table.getByRole('columnheader', { name: 'Application' })).toHaveAttribute('aria-sort', 'ascending');
});

test('an application`s page shows sources, resources by wave and history', async ({ as }) => {
  const page = await as('dana');
  await page.goto('/waves');
  await page
    .getByRole('list', { name: 'Waves' })
    .getByRole('link', { name: /hello-platform/ })
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('hello-platform');
  const main = page.getByRole('main');
  await expect(main).toContainText('apps/hello-platform');
  await expect(main).toContainText('Deployment');
  await expect(main).toContainText('History');
});

test('no key is lost while the address follows, and the way to the page itself takes the search back', async ({
  as,
}) => {
  const page = await as('dana');
  await page.goto('/waves');
  await expect(page.getByRole('table', { name: 'Applications' }).getByRole('row', { name: /longhorn/ })).toBeVisible();
  const search = page.getByRole('textbox', { name: 'Search applications' });
  // About as long between two keys as the address waits, so that some come just before it follows and some just after.
  await search.pressSequentially('longhorn', { delay: 155 });
  await expect(search).toHaveValue('longhorn');
  await expect(page).toHaveURL(/q=longhorn$/);
  await page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name: 'Waves' }).first().click();
  await expect(page).toHaveURL(/waves$/);
  await expect(search).toHaveValue('');
});
