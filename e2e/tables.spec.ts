import { readFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/test.ts';

type Row = Record<string, string | number | null>;

/** The rows as the view itself has them, in the same order. */
async function rowsOf(page: Page, view: string, params: object): Promise<Row[]> {
  const query = new URLSearchParams({ params: JSON.stringify(params) });
  const answer = await page.request.get(`/api/views/${view}?${query}`);
  expect(answer.ok(), view).toBe(true);
  return ((await answer.json()) as { data: { rows: Row[] } }).data.rows;
}

async function exported(page: Page, table: string, format: RegExp): Promise<{ download: Download; text: string }> {
  await page.getByRole('button', { name: `Export ${table}` }).click();
  const waiting = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: format }).click();
  const download = await waiting;
  return { download, text: readFileSync(await download.path(), 'utf8') };
}

const iso = (ms: Row[string]) => (ms === null ? null : new Date(Number(ms)).toISOString());

test('columns are chosen with the keyboard, stand in the address, and are there in the first answer of the server', async ({
  as,
}) => {
  const page = await as('vic');
  await page.goto('/waves?sort=name');
  const table = page.getByRole('table', { name: 'Applications' });
  const header = (name: string) => table.getByRole('columnheader', { name, exact: true });
  await expect(header('Sync')).toBeVisible();
  await expect(header('Project')).toHaveCount(0);

  const button = page.getByRole('button', { name: 'Columns of Applications' });
  await button.focus();
  await page.keyboard.press('Enter');
  const menu = page.getByRole('menu', { name: 'Columns of Applications' });
  await expect(menu.getByRole('menuitemcheckbox')).toHaveText([
    'Wave',
    'Health',
    'Sync',
    'Waits for',
    'Since',
    'Revision',
    'Project',
    'Namespace',
  ]);
  await expectAccessible(page);
  await page.keyboard.press('s');
  await expect(menu.getByRole('menuitemcheckbox', { name: 'Sync' })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(menu.getByRole('menuitemcheckbox', { name: 'Sync' })).not.toBeChecked();
  await page.keyboard.press('p');
  await page.keyboard.press('Space');
  await expect(menu.getByRole('menuitemcheckbox', { name: 'Project' })).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
  await expect(header('Sync')).toHaveCount(0);
  await expect(header('Project')).toBeVisible();
  await expect(page).toHaveURL('/waves?sort=name&columns=-sync,project');

  const first = await (await page.request.get(page.url())).text();
  expect(first).toContain('data-column="project"');
  expect(first).not.toContain('data-column="sync"');

  await table
    .getByRole('link', { name: /longhorn/ })
    .first()
    .click();
  await page.waitForURL('**/applications/argocd/longhorn');
  await page.goBack();
  await expect(header('Project')).toBeVisible();
  await page.reload();
  await expect(header('Sync')).toHaveCount(0);

  await button.click();
  await menu.getByRole('menuitem', { name: 'As usual' }).click();
  await expect(header('Sync')).toBeVisible();
  await expect(page).toHaveURL('/waves?sort=name');
});

test('on a phone the choice governs what a card shows', async ({ as }) => {
  const page = await as('vic', { width: 360 });
  await page.goto('/waves?sort=name&q=longhorn');
  const row = page
    .getByRole('table', { name: 'Applications' })
    .getByRole('row', { name: /longhorn/ })
    .first();
  const cell = (column: string) => row.locator(`[data-column=${column}]`);
  await expect(cell('wave')).toBeHidden();
  const before = (await row.boundingBox())?.height ?? 0;
  await page.getByRole('button', { name: 'Columns of Applications' }).click();
  await expect(page.getByRole('menuitemcheckbox', { name: 'Wave' })).not.toBeChecked();
  for (const name of ['Wave', 'Project', 'Health']) {
    await page.getByRole('menuitemcheckbox', { name }).click();
  }
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/columns=wave,-health,project|columns=-health,wave,project/);
  await expect(cell('wave')).toBeVisible();
  await expect(cell('project')).toBeVisible();
  await expect(cell('health')).toHaveCount(0);
  // Every row is as high as the rows that are not drawn are taken to be, and nothing of it is cut off.
  await expect.poll(async () => (await row.boundingBox())?.height).toBeGreaterThan(before);
  expect(await row.evaluate((element) => element.scrollHeight - element.clientHeight)).toBeLessThanOrEqual(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
});

test('a file has every row that the search leaves, in its order, with the columns that are shown', async ({ as }) => {
  const page = await as('vic');
  await page.goto('/waves?q=argocd&sort=-name&columns=-trouble,since,project');
  await expect(page.getByText('are on their way')).toHaveCount(0);
  await expect(async () => {
    const rows = await rowsOf(page, 'applications', { search: 'argocd', sort: 'name', descending: true });
    expect(rows.length).toBeGreaterThan(5);
    const json = await exported(page, 'Applications', /^JSON/);
    expect(json.download.suggestedFilename()).toMatch(/^portolan-applications-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.json$/);
    const expected = rows.map(({ name, wave, health, sync, since, revision, project }) => ({
      name,
      wave,
      health,
      sync,
      since: iso(since ?? null),
      revision,
      project,
    }));
    expect(JSON.parse(json.text)).toEqual(expected);
    const csv = await exported(page, 'Applications', /^CSV/);
    expect(csv.download.suggestedFilename()).toMatch(/\.csv$/);
    expect(csv.text).toBe(
      [
        '\uFEFFApplication,Wave,Health,Sync,Since,Revision,Project',
        ...expected.map((row) => Object.values(row).join(',')),
        '',
      ].join('\r\n'),
    );
  }).toPass();
});

test('runners and models are saved as their views have them', async ({ as }) => {
  const page = await as('vic');
  await page.goto('/runners?sort=name&columns=-trouble');
  await expect(page.getByText('are on their way')).toHaveCount(0);
  await expect(async () => {
    const rows = await rowsOf(page, 'runners', { sort: 'name' });
    const saved = JSON.parse((await exported(page, 'Runners', /^JSON/)).text) as Row[];
    expect(saved.map(({ name, labels, contacted }) => ({ name, labels, contacted }))).toEqual(
      rows.map(({ name, labels, contactedAt }) => ({ name, labels, contacted: iso(contactedAt ?? null) })),
    );
    expect(Object.keys(saved[0] ?? {})).not.toContain('trouble');
  }).toPass();
  await page.goto('/models?sort=-size');
  await expect(page.getByText('are on their way')).toHaveCount(0);
  await expect(async () => {
    const rows = await rowsOf(page, 'installed-models', {});
    const saved = JSON.parse((await exported(page, 'Installed models', /^JSON/)).text) as Row[];
    expect(saved.length).toBeGreaterThan(1);
    expect(new Set(saved.map(({ digest }) => digest))).toEqual(new Set(rows.map(({ digest }) => digest)));
    expect(saved.map(({ size }) => Number(size))).toEqual(
      saved.map(({ size }) => Number(size)).toSorted((a, b) => b - a),
    );
  }).toPass();
});

test('a table that scrolls by itself shows its last row as well as its first', async ({ as }) => {
  const page = await as('vic');
  await page.route('**/api/views/gpu-machines**', async (route) => {
    const answer = await route.fetch();
    const result = (await answer.json()) as { data: { nodes: { id: string; name: string }[] } };
    const [node] = result.data.nodes;
    const nodes = Array.from({ length: 300 }, (_, at) => ({ ...node, id: `rack-${String(at).padStart(3, '0')}` }));
    await route.fulfill({ response: answer, json: { ...result, data: { nodes, vram: [] } } });
  });
  await page.goto('/gpu');
  const table = page.getByRole('table', { name: 'Machines with cards' });
  await expect(table).toHaveAttribute('aria-rowcount', '301');
  await expect(table.getByRole('row', { name: /rack-000/ })).toBeInViewport();
  const drawn = await table.getByRole('row').count();
  expect(drawn).toBeLessThan(60);
  await table.evaluate((element) => element.parentElement?.scrollTo(0, 1e6));
  await expect(table.getByRole('row', { name: /rack-299/ })).toBeInViewport();
  await expect(table.getByRole('columnheader', { name: 'Machine' })).toBeInViewport();
  await page.evaluate(() => document.querySelector('[role=table]')?.parentElement?.scrollTo(0, 0));
  await page.keyboard.press('j');
  for (let row = 1; row < 40; row += 1) {
    await page.keyboard.press('j');
  }
  await expect(table.getByRole('row', { name: /rack-039/ }).getByRole('link')).toBeFocused();
  await expect(table.getByRole('row', { name: /rack-039/ })).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/gpu?machine=rack-039');
  await expect(table.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('heading', { level: 2, name: 'rack-039' })).toBeVisible();
  await page
    .getByRole('list', { name: 'Filter machines' })
    .getByRole('link', { name: /rack-039/ })
    .click();
  await expect(table).toHaveAttribute('aria-rowcount', '301');
});

test('every row of every table leads to an address of its own, which is there', async ({ as }) => {
  const page = await as('vic');
  for (const [path, name] of [
    ['/waves', 'Applications'],
    ['/runners', 'Runners'],
    ['/models', 'Installed models'],
  ] as const) {
    await page.goto(path);
    const links = page.getByRole('table', { name }).locator('[data-index] .row-link');
    await expect(links.first()).toBeVisible();
    const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    expect(new Set(hrefs).size, path).toBe(hrefs.length);
    for (const href of hrefs) {
      expect((await page.request.get(href)).status(), href).toBe(200);
    }
  }
});
