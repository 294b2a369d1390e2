import { goByKeys, openPalette, tabTo } from './support/keys.ts';
import { expect, test } from './support/test.ts';
import { fillWebService, openMergeRequest } from './support/web-service.ts';

test('a review by keyboard alone, from the inbox to the merge', async ({ as }) => {
  const dana = await as('dana');
  await dana.goto('/new/web-service');
  await fillWebService(dana, { name: 'by-keyboard' });
  await openMergeRequest(dana);

  const rui = await as('rui');
  await rui.goto('/');
  await goByKeys(rui, 'c', '/changes');
  const mine = rui.getByRole('link', { name: /by-keyboard/ }).first();
  await expect(mine).toBeVisible();
  for (let step = 0; step < 40 && !(await mine.evaluate((link) => link === document.activeElement)); step += 1) {
    await rui.keyboard.press('j');
  }
  await expect(mine).toBeFocused();
  await rui.keyboard.press('Enter');
  await rui.waitForURL('**/changes/*');
  await expect(rui.getByRole('button', { name: 'Approve', exact: true })).toBeEnabled();
  await rui.keyboard.press('a');
  await expect(rui.getByRole('dialog', { name: 'Approve this commit' })).toBeVisible();
  await tabTo(rui, 'button', 'Approve');
  await rui.keyboard.press('Enter');
  await expect(rui.getByRole('dialog')).toHaveCount(0);
  await expect(rui.getByRole('button', { name: 'Merge', exact: true })).toBeEnabled();
  await rui.keyboard.press('m');
  await expect(rui.getByRole('dialog', { name: 'Merge this commit' })).toBeVisible();
  await tabTo(rui, 'button', 'Merge');
  await rui.keyboard.press('Enter');
  await expect(rui.getByRole('main')).toContainText('Merged by', { timeout: 60_000 });
});

test('an administrator goes to the connections by a key and by the palette', async ({ as }) => {
  const page = await as('ada');
  await page.goto('/');
  await goByKeys(page, 's', '/connections');
  await page.goto('/');
  await openPalette(page);
  await page.keyboard.type('connections');
  await page.getByRole('option', { name: 'Connections' }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/connections');
});

test('the palette finds an application and goes there', async ({ as }) => {
  const page = await as('dana');
  await page.goto('/');
  await openPalette(page);
  await page.keyboard.type('longhorn');
  await expect(page.getByRole('option', { name: /longhorn/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/applications/argocd/longhorn');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Find anything');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('the palette finds a pod and a machine, and goes to what tells of them', async ({ as }) => {
  const page = await as('dana');
  await page.goto('/');
  await openPalette(page);
  await page.keyboard.type('ollama');
  const pods = page.getByRole('listbox').getByRole('group', { name: 'Pods' });
  await pods
    .getByRole('option', { name: /^ollama-/ })
    .first()
    .click();
  await page.waitForURL('**/applications/argocd/ollama');
  await openPalette(page);
  await page.keyboard.type('akula');
  const machines = page.getByRole('listbox').getByRole('group', { name: 'Machines' });
  await machines
    .getByRole('option', { name: /akula-prime/ })
    .first()
    .click();
  await page.waitForURL('**/gpu?machine=akula-prime');
});
