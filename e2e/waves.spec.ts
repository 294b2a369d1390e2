import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

test('search, filter and sort stand in the address, and come back with it', async ({ as }) => {
  const page = await as('dana');
  await page.goto('/waves');
  const table = page.getByRole('table', { name: 'Applications' });
  await expect(table.getByRole('row', { name: /longhorn/ })).toBeVisible();
  await page.getByRole('textbox', { name: 'Search applications' }).fill('git');
  await expect(table.getByRole('row')).toHaveCount(3);
  await table.getByRole('link', { name: 'Application' }).click();
  await expect(page).toHaveURL(/q=git.*sort=name/);
  await page.reload();
  await expect(table.getByRole('row')).toHaveCount(3);
  await expect(page.getByRole('textbox', { name: 'Search applications' })).toHaveValue('git');
  await expect(table.getByRole('columnheader', { name: 'Application' })).toHaveAttribute('aria-sort', 'ascending');
});

test('an application’s page shows sources, resources by wave and history', async ({ as }) => {
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

test('what is typed before the script of the page is there counts', async ({ as }) => {
  const page = await as('dana');
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(/_next\/static\/.*\.js/, async (route) => {
    await promise;
    await route.continue();
  });
  await page.goto('/waves', { waitUntil: 'commit' });
  const rows = page.getByRole('table', { name: 'Applications' }).getByRole('row');
  await expect(rows.filter({ hasText: 'longhorn' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Search applications' }).pressSequentially('hello');
  resolve();
  await expect(page).toHaveURL(/waves\?q=hello$/);
  await expect(rows.filter({ hasText: 'longhorn' })).toHaveCount(0);
});

/** The board on a clock of the test's own, where the way to an application's page takes until `arrive` is called. */
async function boardWithSlowPages(page: Page): Promise<{ arrive: () => void }> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.clock.install();
  await page.route(/\/applications\/.*_rsc=/, async (route) => {
    await promise;
    await route.continue();
  });
  await page.goto('/waves');
  await expect(page.getByRole('table', { name: 'Applications' }).getByRole('row', { name: /longhorn/ })).toBeVisible();
  const search = page.getByRole('textbox', { name: 'Search applications' });
  const hasKeys = async () => {
    await page.keyboard.press('/');
    return search.evaluate((element) => element === document.activeElement);
  };
  await expect.poll(hasKeys, 'the script of the page is there').toBe(true);
  return { arrive: resolve };
}

/** Types into the search and clicks on a link in one go, in any order: no pause of the browser comes between. */
const inOneGo = (steps: readonly ('click' | 'type')[]) => {
  const search = document.querySelector<HTMLInputElement>('search input');
  const link = document.querySelector<HTMLAnchorElement>('.row-link[href$="/hello-platform"]');
  if (search === null || link === null) {
    throw new Error('the board has no search or no such row');
  }
  for (const step of steps) {
    if (step === 'click') {
      link.click();
    } else {
      // React only hears of a value that was not set through its own property.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(search, 'hello');
      search.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }
};

test('a link that is clicked before the address follows the search is followed, and the way back has the search', async ({
  as,
}) => {
  const page = await as('dana');
  const { arrive } = await boardWithSlowPages(page);
  await page.evaluate(inOneGo, ['type', 'click'] as const);
  await page.clock.fastForward(1000);
  arrive();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('hello-platform');
  await expect(page).toHaveURL(/applications\/.*hello-platform$/);
  await page.goBack();
  await expect(page).toHaveURL(/waves\?q=hello$/);
  await expect(page.getByRole('textbox', { name: 'Search applications' })).toHaveValue('hello');
});

test('what is typed while a page is on its way does not hold it up', async ({ as }) => {
  const page = await as('dana');
  const { arrive } = await boardWithSlowPages(page);
  await page.evaluate(inOneGo, ['click', 'type'] as const);
  await page.clock.fastForward(1000);
  arrive();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('hello-platform');
  await page.goBack();
  await expect(page).toHaveURL(/waves$/);
});
