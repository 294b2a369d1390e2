import { expectAccessible } from './support/axe.ts';
import { LAB_REPOSITORY, openOnGitea, requestOnGitea } from './support/gitea.ts';
import { expect, test } from './support/test.ts';

const CONFIG_MAP =
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: links\n  namespace: homepage\ndata:\n  wiki: here\n';

test('a merge request on another forge is decided on there with one’s own account, which is linked on the way', async ({
  as,
  platform,
}) => {
  test.setTimeout(180_000);
  const title = 'Link the wiki';
  const number = await openOnGitea(platform, {
    branch: 'link-the-wiki',
    title,
    path: 'deploy/links.yaml',
    content: CONFIG_MAP,
  });
  const rui = await as('rui');
  await rui.goto('/changes');
  const main = rui.getByRole('main');
  await expect(main.getByRole('region', { name: 'Waits for you' })).toContainText(title, { timeout: 45_000 });
  await main.getByRole('link', { name: new RegExp(`^${LAB_REPOSITORY}`) }).click();
  await main.getByRole('link', { name: title }).click();
  await expect(main).toContainText(`${LAB_REPOSITORY}`);

  await main.getByRole('link', { name: 'Link your Gitea account' }).click();
  await expect(main.getByRole('heading', { name: 'Accounts', exact: true })).toBeVisible();
  await expect(main).toContainText('No account linked');
  await expectAccessible(rui);
  await main.getByRole('button', { name: 'Link your account' }).click();
  await rui.getByLabel(/Username/).fill('rui');
  await rui.getByLabel('Password').fill('sandbox');
  await rui.getByRole('button', { name: /Sign in/i }).click();
  await rui.getByRole('button', { name: 'Cancel' }).click();
  await expect(main.getByRole('alert')).toContainText('It was declined at Gitea.');
  await main.getByRole('button', { name: 'Link your account' }).click();
  await rui.getByRole('button', { name: /Authorize/i }).click();

  // Back where the decision was to be made.
  await expect(rui).toHaveURL(/\/changes\/[\da-f-]{36}$/);
  await expect(main.getByRole('link', { name: 'Link your Gitea account' })).toHaveCount(0);
  for (const act of ['Approve', 'Merge']) {
    await rui.getByRole('button', { name: act, exact: true }).click();
    await rui.getByRole('dialog').getByRole('button', { name: act }).click();
  }
  const stations = main.getByRole('list', { name: 'Where the change is' }).getByRole('listitem');
  await expect(stations.filter({ hasText: 'Live' }).getByLabel('done')).toBeVisible({ timeout: 60_000 });
  expect(await requestOnGitea(platform, number)).toMatchObject({ merged: true, merged_by: { login: 'rui' } });

  await rui.goto('/accounts');
  const gitea = main.getByRole('listitem').filter({ hasText: 'Gitea' });
  await expect(gitea).toContainText('as rui, linked');
  await gitea.getByRole('button', { name: 'Unlink' }).click();
  await expect(gitea).toContainText('No account linked');
});
