import { expect, test } from './support/test.ts';
import { fillWebService, goToLastPage, openMergeRequest } from './support/web-service.ts';

test('wrong values are told by their fields, and the preview waits for right ones', async ({ as }) => {
  const page = await as('dana');
  await page.goto('/new/web-service');
  await expect(page.getByText('Some values are missing')).toBeVisible();
  await expect(page.getByText('This is required.')).toHaveCount(0);
  const name = page.getByRole('textbox', { name: 'Name' });
  for (const hostile of ['../../etc/passwd', 'Shop Web', '{{ secrets }}', '-rf', 'x'.repeat(60), 'a: b\nc: d']) {
    await name.fill(hostile);
    await name.blur();
    await expect(name, hostile).toHaveAttribute('aria-invalid', 'true');
  }
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('heading', { name: 'The service', exact: true })).toBeVisible();
  await fillWebService(page, { name: 'right-values' });
  await expect(name).not.toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('Application argocd/right-values in wave 7')).toBeVisible();
});

test('a name that is taken is told while it is typed', async ({ as }) => {
  const page = await as('dana');
  await page.goto('/new/web-service');
  await fillWebService(page, { name: 'hello-platform' });
  await expect(page.getByText(/hello-platform.*(taken|exists)|(taken|exists).*hello-platform/i).first()).toBeVisible();
});

test.describe('a failing check', () => {
  test.use({ allowedNoise: /status of 422/ });
  test('stands beside the form with its file, and nothing is sent', async ({ as }) => {
    const page = await as('dana');
    await page.goto('/new/web-service');
    await fillWebService(page, { name: 'with-a-secret' });
    await goToLastPage(page);
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('textbox', { name: 'Name' }).first().fill('API_TOKEN');
    // Put together here, so that nobody takes this file for a leak.
    await page.getByRole('textbox', { name: 'Value' }).fill(['gl', 'pat-', 'x7Kd93mQpLz2VbN8sT4w'].join(''));
    const main = page.getByRole('main');
    await expect(main).toContainText('Checks: 1 failed');
    await expect(main).toContainText('apps/with-a-secret/deployment.yaml');
    await page.getByRole('button', { name: 'Open a merge request' }).click();
    await expect(main.getByRole('alert')).toContainText(/check|guardrail/i);
    await expect(page).toHaveURL('/new/web-service');
  });
});

test('nothing that was typed is lost on reload, on leaving, or on going back a page', async ({ as }) => {
  const page = await as('dana');
  await page.goto('/new/web-service');
  await fillWebService(page, { name: 'kept-draft' });
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('spinbutton', { name: 'Copies' }).fill('3');
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('kept-draft');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('kept-draft');
  await expect(page.getByText(/What you typed .* is back/)).toBeVisible();
  await page.goto('/waves');
  await page.goto('/new/web-service');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('spinbutton', { name: 'Copies' })).toHaveValue('3');
  await page.getByRole('button', { name: 'Begin anew' }).click();
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('');
});

test('an example fills the form and takes nothing away: what was typed comes back, and so does the example', async ({
  as,
}) => {
  const page = await as('dana');
  await page.goto('/new/web-service');
  await fillWebService(page, { name: 'typed-by-hand' });
  const name = page.getByRole('textbox', { name: 'Name' });
  await page.getByRole('button', { name: 'Fill in an example' }).click();
  await page.getByRole('menuitem').first().click();
  await expect(name).not.toHaveValue('typed-by-hand');
  const example = await name.inputValue();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(name).toHaveValue('typed-by-hand');
  await page.getByRole('button', { name: 'Fill in again' }).click();
  await expect(name).toHaveValue(example);
  await page.reload();
  await expect(name).toHaveValue(example);
  await page.getByRole('button', { name: 'Fill in an example' }).click();
  await page.getByRole('menuitem').last().click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(name).toHaveValue('typed-by-hand');
});

test('a change that was closed is made again with its values, and an open one is edited in the form', async ({
  as,
}) => {
  const page = await as('dana');
  await page.goto('/new/web-service');
  await fillWebService(page, { name: 'made-again' });
  await openMergeRequest(page);
  await page.getByRole('link', { name: 'Edit in the form' }).click();
  const name = page.getByRole('textbox', { name: 'Name' });
  await expect(name).toHaveValue('made-again');
  await expect(page.getByText('Filled in from')).toBeVisible();
  await expect(page).toHaveURL('/new/web-service');
  await expect(page.getByText('sending the form updates it')).toBeVisible();
  await page.goBack();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'Close it' }).click();
  await page.getByRole('link', { name: 'Make one like it' }).click();
  await expect(name).toHaveValue('made-again');
  await expect(page.getByText('sending the form updates it')).toHaveCount(0);
});

test.describe('a form that shall begin as a change that is not there', () => {
  test.use({ allowedNoise: /status of 404/ });
  test('says so', async ({ as }) => {
    const page = await as('dana');
    await page.goto('/new/web-service?from=00000000-0000-4000-8000-000000000000');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
  });
});

test('sending the form again updates the open merge request instead of making a second one', async ({ as }) => {
  const page = await as('dana');
  await page.goto('/new/web-service');
  await fillWebService(page, { name: 'sent-twice' });
  await openMergeRequest(page);
  const first = page.url();
  await page.goto('/new/web-service');
  await fillWebService(page, { name: 'sent-twice', image: 'nginxinc/nginx-unprivileged:1.30' });
  await expect(page.getByText('sending the form updates it')).toBeVisible();
  await openMergeRequest(page);
  expect(page.url()).toBe(first);
  await expect(page.getByRole('main')).toContainText('nginx-unprivileged:1.30');
});

test('two tabs with one form show the same, and what is sent from one is not sent over from the other', async ({
  as,
}) => {
  const one = await as('dana');
  let other = await one.context().newPage();
  await one.goto('/new/web-service');
  await other.goto('/new/web-service');
  const image = (page: typeof one) => page.getByRole('textbox', { name: 'Image' });
  const name = (page: typeof one) => page.getByRole('textbox', { name: 'Name' });
  await expect(other.getByText('Some values are missing')).toBeVisible();
  await name(one).fill('from-one-tab');
  await expect(name(other)).toHaveValue('from-one-tab');
  await image(other).fill('nginxinc/nginx-unprivileged:1.29');
  await expect(image(one)).toHaveValue('nginxinc/nginx-unprivileged:1.29');
  const notice = (page: typeof one) => page.getByRole('status').filter({ hasText: 'open in another tab' });
  await expect(notice(one)).toBeVisible();
  await other.close();
  await expect(notice(one)).toBeHidden();
  other = await one.context().newPage();
  await other.goto('/new/web-service');
  await expect(name(other)).toHaveValue('from-one-tab');
  await openMergeRequest(one);
  await expect(other.getByRole('status').filter({ hasText: 'sent or begun anew in another tab' })).toBeVisible();
  await expect(name(other)).toHaveValue('from-one-tab');
  await name(other).fill('from-other-tab');
  await openMergeRequest(other);
  expect(other.url()).not.toBe(one.url());
  await expect(other.getByRole('heading', { level: 1 })).toContainText('from-other-tab');
});

test('what is typed while the page is still coming is kept', async ({ as }) => {
  const page = await as('dana');
  // The scripts are held back as on a slow line; the page is there already.
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/_next\/static\/.*\.js/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/new/web-service', { waitUntil: 'commit' });
  await fillWebService(page, { name: 'typed-early' });
  release();
  await expect(page.getByText('Application argocd/typed-early in wave 7')).toBeVisible();
  const name = page.getByRole('textbox', { name: 'Name' });
  await expect(name).toHaveValue('typed-early');
  await page.unroute(/_next\/static\/.*\.js/);
  await page.reload();
  await expect(name).toHaveValue('typed-early');
});

test('an example fills the form, for those who want to see first what it makes', async ({ as }) => {
  const page = await as('dana');
  await page.goto('/new/web-service');
  await page.getByRole('button', { name: /Fill in an example/ }).click();
  await page.getByRole('menuitem', { name: /shop/i }).click();
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('shop-web');
  await expect(page.getByText('Application argocd/shop-web in wave 8')).toBeVisible();
});
