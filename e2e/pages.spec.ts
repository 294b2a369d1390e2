import { expectAccessible, expectReadable } from './support/axe.ts';
import { expect, test } from './support/test.ts';

const PAGES = [
  { path: '/', heading: 'Overview' },
  { path: '/waves', heading: 'Waves' },
  { path: '/waves?q=git&sort=name', heading: 'Waves' },
  { path: '/applications/argocd/longhorn', heading: 'longhorn' },
  { path: '/gpu', heading: 'GPU' },
  { path: '/runners', heading: 'Runners' },
  { path: '/runners?job=gitlab&labels=gpu,arm64&arch=amd64&standing=idle', heading: 'Runners' },
  { path: '/runners/gitlab/1', heading: 'kubernetes' },
  { path: '/models', heading: 'Models' },
  { path: '/models?q=qwen&sort=-size&server=ollama&model=qwen2.5-coder:7b&context=16k', heading: 'Models' },
  { path: '/new', heading: 'New' },
  { path: '/new/web-service', heading: 'Web service' },
  { path: '/ask', heading: 'Ask' },
  { path: '/ask/written', heading: 'What models wrote' },
  { path: '/accounts', heading: 'Accounts' },
  { path: '/tokens', heading: 'Tokens' },
  { path: '/docs', heading: 'API' },
  { path: '/changes', heading: 'Changes' },
  { path: '/connections', heading: 'Connections' },
  { path: '/audit', heading: 'Audit log' },
];

// Each width is looked at on its own.
test.describe.configure({ mode: 'parallel' });

const inkColor = () => getComputedStyle(document.body).color;

for (const width of [1440, 360]) {
  test(`every page at ${width} pixels: fits, and axe finds nothing serious, light or dark`, async ({ as }) => {
    const page = await as('ada', { width });
    for (const { path, heading } of PAGES) {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 }), path).toHaveText(heading);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `${path} is as wide as the window`).toBeLessThanOrEqual(0);
      await expectAccessible(page);
      const light = await page.evaluate(inkColor);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await page.evaluate(inkColor), `${path} is dark`).not.toBe(light);
      await expectReadable(page);
    }
  });
}

test('the audit log is a table for those who hear it, also where its rows are drawn as cards', async ({ as }) => {
  const page = await as('ada', { width: 360 });
  await page.goto('/audit');
  const table = page.getByRole('table', { name: 'Audit log' });
  const headings = await table.getByRole('columnheader').count();
  expect(headings).toBeGreaterThan(4);
  const rows = await table
    .getByRole('row')
    .filter({ has: page.getByRole('cell') })
    .all();
  expect(rows.length).toBeGreaterThan(1);
  for (const row of rows) {
    await expect(row.getByRole('cell')).toHaveCount(headings);
  }
});

test('the sign-in page is accessible, and every other page leads to it', async ({ stranger }) => {
  for (const path of ['/', '/waves?sort=name&x=1', '/audit?subject=abc']) {
    await stranger.goto(path);
    await expect(stranger).toHaveURL(`/sign-in?${new URLSearchParams({ returnTo: path })}`);
  }
  await expectAccessible(stranger);
});

test('a font that comes late moves nothing', async ({ stranger }) => {
  const late = Promise.withResolvers<void>();
  await stranger.route(/\.woff2$/, async (route) => {
    await late.promise;
    await route.continue();
  });
  await stranger.goto('/sign-in', { waitUntil: 'commit' });
  const width = () =>
    stranger.getByRole('heading', { level: 1 }).evaluate((heading) => {
      const words = document.createRange();
      words.selectNodeContents(heading);
      return words.getBoundingClientRect().width;
    });
  // Until 0.1 s after the first paint a font is in time: the text was not to be seen yet.
  await stranger.waitForFunction(() => {
    const [painted] = performance.getEntriesByName('first-contentful-paint');
    return painted !== undefined && performance.now() > painted.startTime + 1000;
  });
  const before = await width();
  const arrived = stranger.waitForResponse(/\.woff2$/);
  late.resolve();
  await (await arrived).finished();
  await stranger.evaluate(() => document.fonts.ready.then(() => undefined));
  expect(await width()).toBe(before);
});

test('the first answer is the real page, without any script', async ({ browser, platform }) => {
  const { cookiesOf } = await import('./support/sign-in.ts');
  const context = await browser.newContext({
    baseURL: platform.portalUrl,
    storageState: cookiesOf('dana'),
    javaScriptEnabled: false,
  });
  const page = await context.newPage();
  await page.goto('/waves');
  await expect(page.getByRole('list', { name: 'Waves' })).toContainText('longhorn');
  await expect(page.getByRole('table', { name: 'Applications' })).toContainText('Healthy');
  await page.goto('/changes');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Changes');
  await context.close();
});

test.describe('pages that are not there', () => {
  test.use({ allowedNoise: /status of 404/ });
  test('say so, and lead back', async ({ as }) => {
    const page = await as('dana');
    for (const path of ['/nowhere', '/applications/argocd/nobody', '/new/nothing', '/changes/nothing']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 }), path).toHaveText('There is no such page');
      await expect(page.getByRole('navigation').first()).toBeVisible();
    }
  });
});

test('the portal says that it is connected to a sandbox', async ({ as, stranger }) => {
  const page = await as('dana');
  await page.goto('/');
  await expect(page.getByText('Connected to a sandbox')).toBeVisible();
  await stranger.goto('/');
  await expect(stranger.getByText('Connected to a sandbox')).toBeVisible();
});
