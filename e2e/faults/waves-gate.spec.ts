import { askArgoCdObjects } from '../support/argocd-objects.ts';
import { expectAccessible } from '../support/axe.ts';
import type { Platform } from '../support/platform.ts';
import { expect, test } from '../support/test.ts';

const FILE = 'infrastructure/bootstrap/argocd-cm.yaml';
const KEY = 'resource.customizations.health.argoproj.io_Application';
const REPOSITORY = `api/v4/projects/${encodeURIComponent('platform/gitops-platform')}/repository/files`;

/** Takes the health check for applications out of what git says of Argo CD's settings. */
async function takeCheckAway({ addresses }: Platform): Promise<void> {
  const headers = { 'private-token': addresses.secrets.portalForgeToken, 'content-type': 'application/json' };
  const url = `${addresses.gitlab}/${REPOSITORY}/${encodeURIComponent(FILE)}`;
  const before = await (await fetch(`${url}/raw?ref=main`, { headers })).text();
  const content = before.slice(0, before.indexOf('  # Argo CD has had no health check'));
  expect(before).toContain(KEY);
  expect(content).not.toContain(KEY);
  const body = JSON.stringify({ branch: 'main', content, commit_message: 'Take the health check away' });
  expect((await fetch(url, { method: 'PUT', headers, body })).status).toBe(200);
}

test('waves that do not wait say so, and the change that mends it goes by merge request', async ({ as, platform }) => {
  test.setTimeout(180_000);
  const dana = await as('dana');
  const rui = await as('rui');
  await dana.goto('/waves');
  const banner = dana.getByRole('region', { name: 'These waves do not wait for each other' });
  await expect(dana.getByText('What goes past these waves')).toBeVisible();
  await expect(banner).toHaveCount(0);

  await takeCheckAway(platform);
  await expect(banner).toContainText('each one counts as done the moment it is made', { timeout: 60_000 });
  await expect(banner.getByRole('link', { name: FILE })).toBeVisible();
  await expectAccessible(dana);

  await banner.getByRole('link', { name: 'Propose the check' }).click();
  await expect(dana.getByRole('heading', { level: 1 })).toHaveText('Make waves wait for each other');
  await expect(dana.getByText(KEY).first()).toBeVisible();
  await dana.getByRole('button', { name: 'Open a merge request' }).click();
  await dana.waitForURL(/\/changes\/[0-9a-f-]+$/);
  await rui.goto(dana.url());
  for (const act of ['Approve', 'Merge']) {
    await rui.getByRole('button', { name: act, exact: true }).click();
    await rui.getByRole('dialog').getByRole('button', { name: act }).click();
  }
  await expect(rui.getByText(/Merged/).first()).toBeVisible({ timeout: 60_000 });
  await dana.goto('/waves');
  await expect(banner).toHaveCount(0, { timeout: 60_000 });
  await expect(dana.getByText('What goes past these waves')).toBeVisible();
});

type Metadata = { annotations?: Record<string, string>; ownerReferences?: object[] };

/** Applications as another one would have brought them, and an ApplicationSet made them. Nothing syncs them. */
function made(setUid: string): { name: string; wave: string; metadata: Metadata }[] {
  const owner = { apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet', name: 'previews', uid: setUid };
  const ownerReferences = [{ ...owner, controller: true }];
  return [
    { name: 'team-a', wave: '1', metadata: {} },
    { name: 'team-a-db', wave: '0', metadata: trackedBy('team-a', 'team-a-db') },
    { name: 'team-a-web', wave: '-3', metadata: trackedBy('team-a', 'team-a-web') },
    { name: 'preview-1', wave: '0', metadata: { ownerReferences } },
    { name: 'preview-2', wave: '4', metadata: { ownerReferences } },
  ];
}

function trackedBy(parent: string, name: string): Metadata {
  return { annotations: { 'argocd.argoproj.io/tracking-id': `${parent}:argoproj.io/Application:argocd/${name}` } };
}

function applicationOf({ name, wave, metadata }: ReturnType<typeof made>[number]): object {
  const annotations = { ...metadata.annotations, 'argocd.argoproj.io/sync-wave': wave };
  const spec = {
    project: 'default',
    source: { repoURL: 'https://git.example/none.git', path: name, targetRevision: 'main' },
    destination: { name: 'in-cluster', namespace: name },
  };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { ...metadata, name, annotations },
    spec,
  };
}

test('every root has a ladder of its own, at an address of its own', async ({ as, platform }) => {
  const page = await as('dana');
  const set = { apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet', metadata: { name: 'previews' } };
  const spec = { generators: [], template: { metadata: {}, spec: {} } };
  const applications = made(await askArgoCdObjects(platform, 'POST', 'applicationsets', { ...set, spec }));
  try {
    for (const one of applications) {
      await askArgoCdObjects(platform, 'POST', 'applications', applicationOf(one));
    }
    await page.goto('/waves');
    const ladders = page.getByRole('navigation', { name: 'Ladders' });
    await ladders.getByRole('link', { name: /^team-a/ }).click();
    await expect(page).toHaveURL(/ladder=argocd\/team-a$/);
    const waves = page.getByRole('list', { name: 'Waves' });
    await expect(waves.getByRole('link', { name: /team-a-(db|web)/ })).toHaveCount(2);
    await expect(waves.locator('[data-wave="-3"]')).toContainText('team-a-web');
    await page.getByRole('textbox', { name: 'Search applications' }).fill('team-a-db');
    await expect(page).toHaveURL(/ladder=argocd\/team-a&q=team-a-db$/);
    await page.reload();
    await expect(waves.locator('[data-wave="-3"]')).toContainText('team-a-web');
    await ladders.getByRole('link', { name: /^ApplicationSet previews/ }).click();
    await expect(waves.locator('[data-wave="4"]')).toContainText('preview-2');
    await expect(page.getByText('An ApplicationSet makes all of its applications at once')).toBeVisible();
    await ladders.getByRole('link', { name: /^Without a root/ }).click();
    await expect(waves).toContainText('team-a');
    await expectAccessible(page);
    await waves.getByRole('link', { name: /team-a/ }).click();
    await page.getByRole('link', { name: '2 applications' }).click();
    await expect(page).toHaveURL(/ladder=argocd\/team-a$/);
  } finally {
    for (const { name } of applications) {
      await askArgoCdObjects(platform, 'DELETE', `applications/${name}`);
    }
    await askArgoCdObjects(platform, 'DELETE', 'applicationsets/previews');
  }
});
