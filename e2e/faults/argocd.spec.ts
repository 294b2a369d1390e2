import { askArgoCdObjects } from '../support/argocd-objects.ts';
import { expectAccessible } from '../support/axe.ts';
import { faultsOf } from '../support/faults.ts';
import { expect, freshnessOf, test } from '../support/test.ts';

test.afterEach(({ platform }) => faultsOf(platform).clear());

const PAGE = '/applications/argocd/hello-platform';
const ROW = '[data-connection="argocd/homelab"]';

test('without Argo CD’s API the page stays as true as before, says what is not known, and mends by itself', async ({
  as,
  platform,
}) => {
  const page = await as('dana');
  await page.goto(`${PAGE}?show=tree`);
  const tree = page.getByRole('region', { name: 'Tree of hello-platform' });
  const pod = tree
    .locator('a')
    .filter({ hasText: /^Pod(?!Disruption)/ })
    .first();
  await expect(pod).toBeVisible();
  await faultsOf(platform).set({ id: 'gone', server: 'argocd', kind: 'reset', path: '/api/v1' });
  await expect(page.getByText('What runs is shown as it was last known')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(/the connection was cut/)).toBeVisible();
  await expect(pod).toBeVisible();
  await expect(freshnessOf(page)).toContainText('Live');
  await expect(page.getByText('Not delivered')).toHaveCount(0);
  await faultsOf(platform).clear();
  await expect(page.getByText('What runs is shown as it was last known')).toHaveCount(0, { timeout: 45_000 });
});

test('an account that may not look is named with the right that it lacks, and nothing it told stays', async ({
  as,
  platform,
}) => {
  const ada = await as('ada');
  await ada.goto(PAGE);
  const service = ada
    .getByRole('list', { name: 'Order of the sync' })
    .getByRole('listitem')
    .filter({ hasText: /^Service/ });
  await expect(service).toContainText('Healthy');
  await faultsOf(platform).set({
    id: 'refused',
    server: 'argocd',
    kind: 'status',
    status: 403,
    path: '/resource-tree',
  });
  await expect(ada.getByText(/it lacks "applications, get, apps\/\*, allow"/)).toBeVisible({ timeout: 20_000 });
  await expect(service).not.toContainText('Healthy');
  await ada.goto('/connections');
  await expect(ada.locator(ROW)).toHaveAttribute('data-state', /forbidden|problem/, { timeout: 45_000 });
  await faultsOf(platform).clear();
});

test('what is out of sync opens to what differs', async ({ as, platform }) => {
  const page = await as('dana');
  const spec = {
    project: 'apps',
    source: {
      repoURL: 'https://gitlab.homelab.local/platform/gitops-platform.git',
      path: 'apps/hello-platform',
      targetRevision: 'main',
    },
    destination: { server: 'https://kubernetes.default.svc', namespace: 'hello-platform' },
  };
  // A second one of the same objects, which nobody syncs: each of them says that it belongs to the first.
  const metadata = { name: 'hello-again', namespace: 'argocd' };
  await askArgoCdObjects(platform, 'POST', 'applications', {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata,
    spec,
  });
  try {
    await page.goto('/applications/argocd/hello-again');
    const deployment = page
      .getByRole('list', { name: 'Order of the sync' })
      .getByRole('listitem')
      .filter({ hasText: /^Deployment/ });
    await deployment.getByText('What differs').click({ timeout: 30_000 });
    const changes = deployment.getByRole('region', { name: /Changes of Deployment/ });
    await expect(changes.locator('del').first()).toContainText('hello-platform:apps/Deployment');
    await expect(changes.locator('ins').first()).toContainText('hello-again:apps/Deployment');
    await expect(changes.locator('ins')).toHaveCount(1);
    await expectAccessible(page);
    await faultsOf(platform).set({ id: 'late', server: 'argocd', kind: 'html', path: '/managed-resources' });
    await page.reload();
    await deployment.getByText('What differs').click({ timeout: 30_000 });
    await expect(deployment).toContainText('it answered 502');
  } finally {
    // Who looks while it goes is told that it is gone, which is no part of this.
    await page.close();
    await askArgoCdObjects(platform, 'DELETE', 'applications/hello-again');
  }
});
