import { join } from 'node:path';
import { writePortalConfig } from '../lib/cli/demo/portal-config.ts';
import { startPortalProcess } from '../lib/cli/demo/portal-process.ts';
import { endProcess } from '../lib/cli/process/end-process.ts';
import { holdPort } from '../lib/cli/process/hold-port.ts';
import { type Platform, STATE_DIR } from './support/platform.ts';
import { expect, test } from './support/test.ts';
import { fillWebService, openMergeRequest } from './support/web-service.ts';

/** A portal on the same platform, configured as in a homelab of one. */
function soloEnvironment({ addresses }: Platform, port: number): Record<string, string> {
  return writePortalConfig(join(STATE_DIR, 'solo'), `http://localhost:${port}`, addresses, {
    signIn: { mode: 'single-user' },
    roles: {},
    approvals: [{ id: 'own', solo: true }],
  });
}

test('in a homelab of one, the only user approves their own change, and it goes live', async ({
  browser,
  platform,
  noise,
}) => {
  test.setTimeout(180_000);
  const held = await holdPort(0);
  const port = held?.port ?? 0;
  await held?.release();
  const portal = await startPortalProcess(port, soloEnvironment(platform, port));
  const context = await browser.newContext({ baseURL: `http://localhost:${port}` });
  try {
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && noise.push(message.text()));
    await page.goto('/new/web-service');
    await page.getByRole('button', { name: 'Continue' }).click();
    await fillWebService(page, { name: 'of-one' });
    await expect(page.getByText('which you may give yourself')).toBeVisible();
    await openMergeRequest(page);
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click();
    const live = page
      .getByRole('list', { name: 'Where the change is' })
      .getByRole('listitem')
      .filter({ hasText: 'Live' });
    await expect(live.getByLabel('done')).toBeVisible({ timeout: 120_000 });
  } finally {
    await context.close();
    await endProcess(portal);
  }
});
