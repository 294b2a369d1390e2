import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Platform } from './support/platform.ts';
import { expect, test } from './support/test.ts';
import { fillWebService, openMergeRequest } from './support/web-service.ts';

/** Pushes another image to the branch that the page shows, as somebody with git would. */
async function pushToBranch(page: Page, { addresses }: Platform, name: string): Promise<void> {
  const branch =
    ((await page.getByRole('main').textContent()) ?? '').match(new RegExp(`add-${name}-[0-9a-f]{6}`))?.[0] ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'portolan-push-'));
  const remote = new URL(`${addresses.gitlab}/platform/gitops-platform.git`);
  remote.username = 'oauth2';
  remote.password = addresses.secrets.portalForgeToken;
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
  git('clone', '-q', '--depth', '1', '--branch', branch, remote.href, '.');
  execFileSync('sed', ['-i', 's/nginx-unprivileged:1.29/nginx-unprivileged:1.30/', `apps/${name}/deployment.yaml`], {
    cwd: folder,
  });
  git('-c', 'user.name=Eve', '-c', 'user.email=eve@example.org', 'commit', '-qam', 'another image');
  git('push', '-q', 'origin', `HEAD:${branch}`);
  rmSync(folder, { recursive: true });
}

test('nobody approves a commit that came while they looked: the question stays about the one they saw', async ({
  as,
  platform,
}) => {
  const dana = await as('dana');
  await dana.goto('/new/web-service');
  await fillWebService(dana, { name: 'moved-head' });
  await openMergeRequest(dana);
  const rui = await as('rui');
  await rui.goto(new URL(dana.url()).pathname);
  await rui.getByRole('button', { name: 'Approve', exact: true }).click();
  const dialog = rui.getByRole('dialog', { name: 'Approve this commit' });
  const asked = ((await dialog.locator('code').textContent()) ?? '').trim();

  await pushToBranch(rui, platform, 'moved-head');
  await expect(dialog.getByRole('alert')).toContainText('A new commit arrived', { timeout: 45_000 });
  await expect(dialog.locator('code')).toHaveText(asked);
  await expect(dialog.getByRole('button', { name: 'Approve' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  // The page shows the new commit, and waits until that was taken note of.
  const main = rui.getByRole('main');
  await expect(main.getByRole('alert')).toContainText('A new commit arrived while you were here');
  await expect(main).toContainText('nginx-unprivileged:1.30');
  await expect(main.getByRole('button', { name: 'Approve', exact: true })).toBeDisabled();
  await main.getByRole('button', { name: 'I see it' }).click();
  await expect(main.getByRole('button', { name: 'Approve', exact: true })).toBeEnabled();
});
