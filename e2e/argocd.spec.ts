import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/test.ts';

const TREE = { name: 'Tree of hello-platform' };

test('an application is a tree down to its pods, at an address of its own, by keyboard too', async ({ as }) => {
  const page = await as('vic');
  await page.goto('/applications/argocd/hello-platform');
  const shown = page.getByRole('list', { name: 'How resources are shown' });
  await shown.getByRole('link', { name: 'Tree' }).click();
  await expect(page).toHaveURL(/\/applications\/argocd\/hello-platform\?show=tree$/);
  const tree = page.getByRole('region', TREE);
  const pod = tree
    .locator('a')
    .filter({ hasText: /^Pod(?!Disruption)/ })
    .first();
  await expect(pod).toBeVisible();
  await expect(pod.getByRole('img', { name: 'Healthy' })).toBeVisible();
  await expect(pod).toHaveAttribute('href', /\/applications\/argocd\/hello-platform\?node=%2FPod%2Fhello-platform%2F/);
  await expectAccessible(page);
  await page.reload();
  await expect(pod).toBeVisible();
  await tree
    .locator('a')
    .filter({ hasText: /^Application/ })
    .focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowLeft');
  await expect(tree.locator('a:focus')).toContainText('Application');
  await shown.getByRole('link', { name: 'Order' }).click();
  await expect(page).toHaveURL(/\/applications\/argocd\/hello-platform$/);
});

test('the health of each resource is there, which Argo CD 3 does not write into the cluster', async ({ as }) => {
  const page = await as('vic');
  await page.goto('/applications/argocd/hello-platform');
  const service = page
    .getByRole('list', { name: 'Order of the sync' })
    .getByRole('listitem')
    .filter({ hasText: /^Service/ });
  await expect(service).toContainText('Healthy');
});

test('who may propose changes may have Argo CD look at git, and it is written down', async ({ as }) => {
  const vic = await as('vic');
  await vic.goto('/applications/argocd/hello-platform');
  await expect(vic.getByRole('heading', { level: 1 })).toHaveText('hello-platform');
  await expect(vic.getByRole('button', { name: 'Refresh' })).toHaveCount(0);
  const dana = await as('dana');
  await dana.goto('/applications/argocd/hello-platform');
  await dana.getByRole('button', { name: 'Refresh' }).click();
  await expect(dana.getByText('Argo CD has looked at hello-platform.')).toBeAttached();
  const ada = await as('ada');
  await ada.goto('/audit?subject=argocd/hello-platform');
  const row = ada.getByRole('row').filter({ hasText: 'application.refresh' }).first();
  await expect(row).toContainText('dana');
  await expect(row.getByRole('link', { name: 'argocd/hello-platform' })).toBeVisible();
});

test('the waves are a graph from the root as well, with groups that open', async ({ as }) => {
  const page = await as('dana');
  await page.goto('/waves');
  await page.getByRole('list', { name: 'Ladder or graph' }).getByRole('link', { name: 'Graph' }).click();
  await expect(page).toHaveURL(/\/waves\?show=graph$/);
  const graph = page.getByRole('region', { name: 'Waves as a graph' });
  const application = graph.locator('a').filter({ hasText: 'hello-platform' });
  await expect(application).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Search applications' }).fill('hello');
  await expect(page).toHaveURL(/q=hello&show=graph$/);
  await application.click();
  await expect(page).toHaveURL(/\/applications\/argocd\/hello-platform$/);
});
