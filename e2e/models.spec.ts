import type { Page } from '@playwright/test';
import { goByKeys, openPalette } from './support/keys.ts';
import { readPlatform } from './support/platform.ts';
import { cookiesOf } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';

/** The server's own API, past the portal. */
async function ollama(path: string, body: object): Promise<void> {
  const answer = await fetch(`${readPlatform().addresses.ollama}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  expect(answer.ok).toBe(true);
  await answer.text();
}

// What the sandbox loaded at its start it has unloaded again after five minutes.
test.beforeEach(() => ollama('/api/generate', { model: 'llama3.1:8b', keep_alive: '30m' }));

const endpoint = (page: Page) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: 'Ollama', exact: true }) });

test('what is in memory, on which card, beside whom, and how it differs from git', async ({ as }) => {
  const page = await as('dana');
  await page.goto('/');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await goByKeys(page, 'm', '/models');
  const card = endpoint(page);
  await expect(card).toContainText('Ollama 0.32.15');
  await expect(card).toContainText('in the cluster, on akula-prime');
  await expect(card).toContainText('llama3.1:8b');
  await expect(card).toContainText('100% GPU');
  await expect(card.getByText(/^unloads in/).first()).toBeVisible();
  const drift = page.getByRole('region', { name: 'Ollama and git' });
  await expect(drift.getByRole('listitem').filter({ hasText: 'qwen2.5-coder:1.5b' })).toContainText(
    'git does not declare it',
  );
  const different = drift.getByRole('listitem').filter({ hasText: 'num_ctx 16384, not 8192' });
  await expect(different).toContainText('coding-assistant');
  await expect(different.getByRole('link')).toHaveAttribute(
    'href',
    /platform\/gitops-platform\/-\/blob\/[0-9a-f]{40}\/apps\/ollama\/values\.yaml#L\d+$/,
  );
  await expect(drift.getByRole('listitem').filter({ hasText: 'nothing makes it' })).toContainText('devops-specialist');
  await drift.getByText('from llama3.1:8b').click();
  await expect(drift).toContainText('PARAMETER num_ctx 16384');
});

test('installed models: search and sort stand in the address, and come back with it', async ({ as }) => {
  const page = await as('dana');
  await page.goto('/models');
  const table = page.getByRole('table', { name: 'Installed models' });
  await expect(table.getByRole('row', { name: /nomic-embed-text/ })).toBeVisible();
  await page.getByRole('textbox', { name: 'Search installed models' }).fill('qwen2');
  await expect(table.getByRole('row')).toHaveCount(4);
  await table.getByRole('columnheader', { name: 'Size' }).getByRole('link').click();
  await expect(page).toHaveURL(/q=qwen2.*sort=size/);
  await page.reload();
  await expect(table.getByRole('row')).toHaveCount(4);
  await expect(table.getByRole('row').nth(1)).toContainText('qwen2.5-coder:1.5b');
});

test('whether one more would fit: the answer is in the address, and follows what is loaded', async ({ as }) => {
  const page = await as('dana');
  await page.goto('/models');
  await page.getByLabel('Model', { exact: true }).fill('qwen2.5-coder:7b');
  await page.getByLabel('Context').fill('12k');
  await page.getByRole('button', { name: 'Work it out' }).click();
  await page.waitForURL(/server=ollama&model=qwen2.5-coder%3A7b&context=12k/);
  const answer = page.getByRole('status').filter({ hasText: 'How this was worked out' });
  await expect(answer).toContainText('12,288 tokens');
  await expect(answer).toContainText('for each of 2 requests at a time');
  await page.reload();
  await expect(answer).toContainText('12,288 tokens');
  const before = await answer.textContent();
  await ollama('/api/embed', { model: 'nomic-embed-text', input: 'a', keep_alive: '10m' });
  await expect(endpoint(page)).toContainText('nomic-embed-text:latest');
  await expect(answer).toContainText('nomic-embed-text:latest');
  expect(await answer.textContent()).not.toBe(before);
  await ollama('/api/embed', { model: 'nomic-embed-text', keep_alive: 0 });
  await expect(endpoint(page).getByText('nomic-embed-text:latest')).toHaveCount(0);
});

test('a size alone can be asked for, and what is no size is said at its field', async ({ as }) => {
  const page = await as('dana');
  await page.goto('/models?server=ollama&size=30+GiB');
  await expect(page.getByText('Does not fit', { exact: true })).toBeVisible();
  await page.getByLabel('Size').fill('large');
  await page.getByLabel('Size').press('Enter');
  await expect(page.getByLabel('Size')).toHaveAccessibleDescription(/No size/);
});

test('the palette finds a model and says where it is', async ({ as }) => {
  const page = await as('dana');
  await page.goto('/');
  await openPalette(page);
  await page.keyboard.type('nomic');
  await page.getByRole('option', { name: /nomic-embed-text/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/models\?server=ollama&model=nomic-embed-text/);
});

test('all of it stands in the first answer, without any script, and the question can be asked', async ({
  browser,
  platform,
}) => {
  const context = await browser.newContext({
    baseURL: platform.portalUrl,
    storageState: cookiesOf('dana'),
    javaScriptEnabled: false,
  });
  const page = await context.newPage();
  await expect(async () => {
    await page.goto('/models');
    await expect(endpoint(page)).toContainText('100% GPU', { timeout: 500 });
  }).toPass();
  await page.getByLabel('Model', { exact: true }).fill('llama3.1:8b');
  await page.getByRole('button', { name: 'Work it out' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'loaded already' })).toBeVisible();
  await context.close();
});
