import type { Platform } from './support/platform.ts';
import { expect, test } from './support/test.ts';

/** Jobs that come to the pretend GitHub and run until they are ended. */
async function bringJobs({ addresses }: Platform, jobs: Record<string, unknown>): Promise<void> {
  const answer = await fetch(`${addresses.control}/github/jobs`, {
    method: 'POST',
    headers: { 'x-sandbox-control': '1', 'content-type': 'application/json' },
    body: JSON.stringify(jobs),
  });
  expect(answer.status).toBe(201);
}

test('scale sets and runners on GitHub stand in the fleet, and a job that comes is seen at work', async ({
  as,
  platform,
}) => {
  const page = await as('vic');
  await page.goto('/runners');
  const table = page.getByRole('table', { name: 'Runners' });
  const row = (name: string) => table.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
  await expect(table.getByRole('row', { name: /arc-linux-standard/ })).toContainText('Busy');
  await expect(table.getByRole('row', { name: /gpu-workstation/ })).toContainText('Idle');
  const gpu = table.getByRole('row', { name: /arc-linux-gpu/ });
  await expect(gpu).toContainText('Idle');
  await expect(row('arc-linux-standard-runner')).toHaveCount(0);
  await bringJobs(platform, {
    labels: ['arc-linux-gpu'],
    repository: 'model-training',
    name: 'fine-tune',
    seconds: 20,
  });
  await expect(gpu).toContainText('Busy', { timeout: 30_000 });
  await gpu.getByRole('link', { name: /arc-linux-gpu/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('arc-linux-gpu');
  await expect(page.getByRole('main')).toContainText('fine-tune');
  await expect(page.getByRole('main')).not.toContainText('fine-tune', { timeout: 60_000 });
});
