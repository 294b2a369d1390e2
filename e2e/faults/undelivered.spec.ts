import { expectAccessible } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';
import { fillWebService, openMergeRequest } from '../support/web-service.ts';

/** It leaves an application behind that does not come up, so it comes after what looks at applications. */
test('a delivery that does not come up says what its pods say, where the change is and on the waves', async ({
  as,
}) => {
  test.setTimeout(180_000);
  const dana = await as('dana');
  const rui = await as('rui');
  const name = 'no-image';
  await dana.goto('/new/web-service');
  await fillWebService(dana, { name, image: 'registry.homelab.local/team/web:does-not-exist' });
  await openMergeRequest(dana);
  await rui.goto(dana.url());
  for (const act of ['Approve', 'Merge']) {
    await rui.getByRole('button', { name: act, exact: true }).click();
    await rui.getByRole('dialog').getByRole('button', { name: act }).click();
  }

  const stations = dana.getByRole('list', { name: 'Where the change is' }).getByRole('listitem');
  const said = /Deployment no-image is not ready yet: (ErrImagePull|ImagePullBackOff): .*not found/;
  await expect(dana.getByText(said)).toBeVisible({ timeout: 90_000 });
  await expect(stations.filter({ hasText: 'Sync' }).getByLabel('done')).toBeVisible();
  await expect(stations.filter({ hasText: 'Live' }).getByLabel('now')).toBeVisible();

  // A model says in plain words what may be the cause, from what the portal knows of it.
  await dana.goto(`/applications/argocd/${name}`);
  const words = dana.locator('section', { has: dana.getByRole('heading', { name: 'In plain words' }) });
  await words.getByRole('button', { name: 'Explain this' }).click();
  await expect(words).toContainText('It changes nothing, and it may be wrong', { timeout: 60_000 });
  await words.getByText('What it was shown', { exact: true }).click();
  await expect(words.locator('pre', { hasText: said.source.slice(-9) }).first()).toBeVisible();
  await expect(words).toContainText(`Deployment/${name} in apps/${name}/deployment.yaml`);
  await expectAccessible(dana);
  await words.getByRole('button', { name: 'Explain it as it is now' }).click();
  await expect(words).toContainText(
    /Nothing that it was shown has changed since|waits for its turn|reads what is known|Written by/,
  );

  await rui.goto('/waves');
  const sentence = rui.getByRole('main').locator('p', { hasText: said });
  await expect(sentence.getByRole('link', { name })).toBeVisible();
  await expect(rui.getByRole('row', { name: new RegExp(`${name}.*Progressing`) })).toBeVisible();
  await expect(rui.locator('[data-wave="7"]').getByRole('link', { name: `Failing ${name}` })).toBeVisible();
});
