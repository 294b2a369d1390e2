import type { FaultRule } from '../../sandbox/faults.ts';
import { faultsOf } from '../support/faults.ts';
import { onlyInLongRuns } from '../support/long.ts';
import { expect, test } from '../support/test.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });
test.afterEach(async ({ platform }) => faultsOf(platform).clear());

const FAULTS: [string, Omit<FaultRule, 'id' | 'server'>][] = [
  ['every connection is cut', { kind: 'reset' }],
  ['it never answers', { kind: 'hang' }],
  ['it answers 500', { kind: 'status', status: 500 }],
  ['a proxy answers with a page', { kind: 'html', status: 502 }],
  ['the answers break off', { kind: 'truncate' }],
  ['only the list of installed models fails', { kind: 'status', status: 500, path: '/api/tags' }],
];

for (const [name, rule] of FAULTS) {
  test(`${name}: what was known is marked as old, and is right again by itself`, async ({ as, platform }) => {
    onlyInLongRuns();
    const page = await as('dana');
    await page.goto('/models');
    const card = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Ollama', exact: true }) });
    const freshness = card.locator('[data-freshness]').first();
    await expect(freshness).toHaveAttribute('data-freshness', 'live');
    const rows = await page.getByRole('table', { name: 'Installed models' }).getByRole('row').count();
    await faultsOf(platform).set({ id: 'models', server: 'ollama', ...rule });
    await expect(freshness).toHaveAttribute('data-freshness', /stale|unreachable/, { timeout: 30_000 });
    await expect(card).toContainText('Ollama 0.32.15');
    await expect(page.getByRole('table', { name: 'Installed models' }).getByRole('row')).toHaveCount(rows);
    await faultsOf(platform).clear();
    await expect(freshness).toHaveAttribute('data-freshness', 'live', { timeout: 15_000 });
    await expect(page.getByRole('table', { name: 'Installed models' }).getByRole('row')).toHaveCount(rows);
  });
}

test('an answer that is slow is an answer', async ({ as, platform }) => {
  const page = await as('dana');
  await faultsOf(platform).set({ id: 'slow', server: 'ollama', kind: 'delay', delayMs: 2000 });
  await page.goto('/models');
  await expect(page.locator('section [data-freshness]').first()).toHaveAttribute('data-freshness', 'live');
  await expect(page.getByRole('main')).toContainText('llama3.1:8b');
});

test('with the forge gone, what git says is told as older', async ({ as, platform }) => {
  const page = await as('dana');
  await page.goto('/models');
  const drift = page.getByRole('region', { name: 'Ollama and git' });
  await expect(drift).toContainText('git does not declare it');
  await faultsOf(platform).cut('gitlab');
  await expect(drift).toContainText('could not be read for', { timeout: 60_000 });
  await expect(drift).toContainText('git does not declare it');
  await faultsOf(platform).clear();
  await expect(drift).not.toContainText('could not be read for', { timeout: 30_000 });
});
