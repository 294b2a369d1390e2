import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';
import { fillWebService, openMergeRequest } from './support/web-service.ts';

/** A station of the change that the page shows. */
const stationOf = (page: Page, label: string) =>
  page.getByRole('list', { name: 'Where the change is' }).getByRole('listitem').filter({ hasText: label });

/** The job that everything hangs on, with two people and the real chain behind it. */
test('a form becomes a merge request, a second person approves and merges it, and the board shows it arrive', async ({
  as,
}) => {
  test.setTimeout(300_000);
  const dana = await as('dana');
  const rui = await as('rui');
  const board = await as('ada');
  const name = 'journey-web';

  // The board is open all the while; this mark is gone if anything loads the page anew.
  await board.goto('/waves');
  await board.evaluate(() => Object.assign(window, { loadedOnce: true }));
  const rung = board.locator('[data-wave="7"]');
  await expect(rung).toContainText('hello-platform');
  await expect(rung).not.toContainText(name);

  // Dana fills in the form and sees what it would commit, before anything is sent.
  await dana.goto('/new');
  await dana.getByRole('link', { name: 'Web service' }).click();
  await fillWebService(dana, { name });
  await expect(dana.getByText('Checks: 6 passed')).toBeVisible();
  await expect(dana.getByText(`Application argocd/${name} in wave 7`)).toBeVisible();
  await expect(dana.getByRole('tab', { name: /deployment\.yaml/ })).toBeVisible();
  await openMergeRequest(dana);
  await expect(dana.getByRole('heading', { name: `feat(${name}): add the web service ${name}` })).toBeVisible();
  await expect(dana.getByText('1 more needed')).toBeVisible();
  await expect(dana.getByRole('main').getByRole('button', { name: 'Approve' })).toHaveCount(0);

  // Rui finds it waiting, and approves exactly this commit.
  await rui.goto('/changes');
  await rui
    .getByRole('link', { name: new RegExp(name) })
    .first()
    .click();
  await expect(rui.getByText('Asked for by')).toBeVisible();
  await rui.getByRole('button', { name: 'Approve', exact: true }).click();
  await rui.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await expect(rui.getByRole('button', { name: 'Approved by you' })).toBeVisible();
  // Dana's page, open on the change, follows without being touched.
  await expect(dana.getByRole('main')).toContainText('Rui Reyes');

  // Merged with the reviewer's own account.
  await rui.getByRole('button', { name: 'Merge', exact: true }).click();
  await rui.getByRole('dialog').getByRole('button', { name: 'Merge' }).click();

  // The application appears on the open board, climbs, and arrives; so does the trace of the change.
  // The root brings one thing after the other: what others merge at the same time comes to its end first.
  await expect(rung).toContainText(name, { timeout: 150_000 });
  await expect(board.getByRole('row', { name: new RegExp(`${name}.*Healthy.*Synced`) })).toBeVisible({
    timeout: 90_000,
  });
  for (const page of [rui, dana]) {
    await expect(stationOf(page, 'Live').getByLabel('done')).toBeVisible({ timeout: 60_000 });
  }
  expect(await board.evaluate(() => 'loadedOnce' in window)).toBe(true);

  // Who did what stands in the log.
  await board.goto(`/audit?subject=${rui.url().split('/').at(-1)}`);
  await expect(board.getByRole('row', { name: /change\.open asked/ })).toContainText('dana');
  await expect(board.getByRole('row', { name: /change\.approve done/ })).toContainText('rui');
  await expect(board.getByRole('row', { name: /change\.merge asked/ })).toContainText('rui');
  const download = board.waitForEvent('download');
  await board.getByRole('link', { name: 'Export' }).click();
  expect((await download).suggestedFilename()).toBe('portolan-audit.jsonl');
});
