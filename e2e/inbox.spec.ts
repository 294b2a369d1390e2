import { expectAccessible } from './support/axe.ts';
import type { Platform } from './support/platform.ts';
import { expect, test } from './support/test.ts';

const PROJECT = `api/v4/projects/${encodeURIComponent('platform/gitops-platform')}`;
const FILE = 'apps/ai-generated/by-hand/settings.yaml';
const CONTENT = `apiVersion: v1
kind: ConfigMap
metadata:
  name: by-hand
  namespace: ai-generated
data:
  colour: green
---
apiVersion: v1
kind: Service
metadata:
  name: by-hand
  namespace: ai-generated
spec:
  type: NodePort
  selector: {app: by-hand}
  ports: [{port: 80, targetPort: 8080}]
`;

/** Somebody pushes a branch and opens its merge request on the forge, without the portal. */
async function openOnForge({ addresses }: Platform, branch: string, title: string): Promise<void> {
  const headers = { 'private-token': addresses.secrets.portalForgeToken, 'content-type': 'application/json' };
  const send = async (path: string, body: unknown) => {
    const answer = await fetch(`${addresses.gitlab}/${PROJECT}/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    expect(answer.status, await answer.text()).toBe(201);
  };
  await send('repository/commits', {
    branch,
    start_branch: 'main',
    commit_message: title,
    actions: [{ action: 'create', file_path: FILE, content: CONTENT }],
  });
  const request = { source_branch: branch, target_branch: 'main', title, description: 'Asked for **at** the desk.' };
  await send('merge_requests', request);
}

test('a merge request from somebody’s own branch is looked at, approved, followed and taken back like any other', async ({
  as,
  platform,
}) => {
  test.setTimeout(300_000);
  const title = 'Settings by hand';
  const rui = await as('rui');
  await rui.goto('/changes');
  await openOnForge(platform, 'settings-by-hand', title);

  // It comes by itself, and is found by where it comes from; the filter stands in the address.
  const main = rui.getByRole('main');
  await expect(main.getByRole('region', { name: 'Waits for you' })).toContainText(title, { timeout: 45_000 });
  await main.getByRole('link', { name: /^Branches/ }).click();
  await expect(rui).toHaveURL(/\/changes\?origin=forge$/);
  await rui.reload();
  await rui.getByRole('textbox', { name: 'Search changes' }).fill('by hand');
  await expect(main.getByRole('link', { name: title })).toBeVisible();
  await expectAccessible(rui);
  await main.getByRole('link', { name: title }).click();

  // What must not be missed comes first, then what it does to the platform.
  await expect(main).toContainText('Asked for **at** the desk.');
  await expect(main).toContainText('can be reached from outside: NodePort');
  const objects = main.getByRole('list', { name: 'Objects' });
  await expect(objects).toContainText('added: Service by-hand in ai-generated');
  await expect(main).toContainText('Application argocd/ai-generated');
  await expectAccessible(rui);
  await main.getByRole('textbox', { name: 'Your comment' }).fill('Green it is.\n/close');
  await main.getByRole('button', { name: 'Comment' }).click();
  // It stands on the forge in Rui's name, and what looks like a command is talk.
  await expect(main.getByRole('list', { name: 'Discussion' })).toContainText('Green it is.');
  await expect(main.getByRole('list', { name: 'Discussion' })).toContainText('Rui Reyes');
  await expect(main.getByRole('textbox', { name: 'Your comment' })).toHaveValue('');

  // A no with its reason keeps the commit from being merged, until the same person says yes.
  await rui.getByRole('button', { name: 'Ask for changes' }).click();
  await rui.getByRole('textbox', { name: 'What should be different' }).fill('No NodePort, please.');
  await rui.getByRole('dialog').getByRole('button', { name: 'Ask for changes' }).click();
  await expect(main.getByRole('list', { name: 'Changes are asked for' })).toContainText('Rui Reyes asks for changes');
  for (const act of ['Approve', 'Merge']) {
    await rui.getByRole('button', { name: act, exact: true }).click();
    await rui.getByRole('dialog').getByRole('button', { name: act }).click();
  }
  const stations = main.getByRole('list', { name: 'Where the change is' }).getByRole('listitem');
  await expect(stations.filter({ hasText: 'Live' }).getByLabel('done')).toBeVisible({ timeout: 120_000 });

  // Somebody takes it back, which is a merge request as well.
  const dana = await as('dana');
  await dana.goto(rui.url());
  await dana.getByRole('link', { name: 'Take it back' }).click();
  await expect(dana.getByRole('main')).toContainText('What is deleted');
  await dana.getByRole('button', { name: 'Open a merge request' }).click();
  await dana.waitForURL(/\/changes\/[0-9a-f-]+$/);
  await expect(dana.getByRole('heading', { level: 1 })).toHaveText(`Revert "${title}"`);
  await expect(dana.getByRole('list', { name: 'Objects' })).toContainText('removed: Service by-hand');
});
