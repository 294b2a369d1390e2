import { expectAccessible } from './support/axe.ts';
import type { Platform } from './support/platform.ts';
import { expect, test } from './support/test.ts';

const OWN = 'platform/gitops-platform';
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
async function openOnForge(
  platform: Platform,
  branch: string,
  title: string,
  { path = FILE, repository = OWN } = {},
): Promise<void> {
  await commit(platform, { branch, start: 'main', path, content: CONTENT, message: title, repository });
  const request = { source_branch: branch, target_branch: 'main', title, description: 'Asked for **at** the desk.' };
  await send(platform, 'merge_requests', request, repository);
}

type Commit = {
  branch: string;
  start?: string;
  path: string;
  content: string;
  message: string;
  repository?: string;
};

async function commit(
  platform: Platform,
  { branch, start, path, content, message, repository = OWN }: Commit,
): Promise<void> {
  const body = {
    branch,
    ...(start === undefined ? {} : { start_branch: start }),
    commit_message: message,
    actions: [{ action: 'create', file_path: path, content }],
  };
  await send(platform, 'repository/commits', body, repository);
}

async function hasFile({ addresses }: Platform, branch: string, path: string): Promise<boolean> {
  const project = `${addresses.gitlab}/api/v4/projects/${encodeURIComponent(OWN)}`;
  const headers = { 'private-token': addresses.secrets.portalForgeToken };
  const answer = await fetch(`${project}/repository/files/${encodeURIComponent(path)}?ref=${branch}`, { headers });
  return answer.status === 200;
}

async function send({ addresses }: Platform, path: string, body: unknown, repository = OWN): Promise<void> {
  const headers = { 'private-token': addresses.secrets.portalForgeToken, 'content-type': 'application/json' };
  const url = `${addresses.gitlab}/api/v4/projects/${encodeURIComponent(repository)}/${path}`;
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.status, await answer.text()).toBe(201);
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

  // A word beside a line: pointed at, or named by its number.
  await main.getByText('About one line').click();
  await main.getByRole('spinbutton', { name: 'Line' }).fill('7');
  await main.getByRole('button', { name: 'Speak of it' }).click();
  await expect(main.getByText(`About ${FILE}:7`)).toBeVisible();
  await main.getByRole('textbox', { name: 'Your comment' }).fill('Why green?');
  await main.getByRole('button', { name: 'Comment' }).click();
  await main
    .getByRole('list', { name: 'Discussion' })
    .getByRole('link', { name: `${FILE}:7` })
    .click();
  await expect(rui).toHaveURL(/#file-0-L7$/);
  await main.locator('#file-0-L6').click({ position: { x: 4, y: 8 } });
  await expect(main.getByText(`About ${FILE}:6`)).toBeVisible();
  await main.getByRole('button', { name: 'About all of it' }).click();

  // Beside each other for who likes it so, who finds it so the next time.
  const sideBySide = main.getByRole('checkbox', { name: 'Side by side' });
  await sideBySide.check();
  await main.locator('#file-0-L5').click({ position: { x: 4, y: 8 } });
  await expect(main.getByText(`About ${FILE}:5`)).toBeVisible();
  await rui.reload();
  await expect(sideBySide).toBeChecked();
  await expect(main.locator('#file-0-L5')).toHaveAttribute('data-line', ':5');
  await expectAccessible(rui);
  await sideBySide.uncheck();
  await expect(main.locator('#file-0-L5')).not.toHaveAttribute('data-line');

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

test('what has fallen behind its target branch is put onto its end, and looked at anew', async ({ as, platform }) => {
  test.setTimeout(180_000);
  const title = 'Settings left behind';
  const path = FILE.replace('by-hand', 'left-behind');
  const dana = await as('dana');
  await openOnForge(platform, 'settings-left-behind', title, { path });
  await dana.goto('/changes');
  const main = dana.getByRole('main');
  await main.getByRole('link', { name: title }).click({ timeout: 45_000 });
  const rebase = main.getByRole('button', { name: 'Rebase' });
  await commit(platform, { branch: 'main', path: 'docs/moved.md', content: 'moved', message: 'Move on' });
  await rebase.click({ timeout: 90_000 });
  await expectAccessible(dana);
  await dana.getByRole('dialog').getByRole('button', { name: 'Rebase' }).click();
  await expect(dana.getByRole('dialog')).toHaveCount(0);
  await expect(main).toContainText('A new commit arrived while you were here', { timeout: 60_000 });
  // Others merge meanwhile, so it may be behind again; what it was behind then, it has now.
  await expect.poll(() => hasFile(platform, 'settings-left-behind', 'docs/moved.md')).toBe(true);
});

test('a merge request of another repository is found by that, approved and merged where it is', async ({
  as,
  platform,
}) => {
  test.setTimeout(180_000);
  const [title, repository] = ['Greet in green', 'team/storefront'];
  const rui = await as('rui');
  await rui.goto('/changes');
  await openOnForge(platform, 'greet-in-green', title, { path: 'deploy/by-hand.yaml', repository });
  const main = rui.getByRole('main');
  await expect(main.getByRole('region', { name: 'Waits for you' })).toContainText(title, { timeout: 45_000 });
  await main.getByRole('link', { name: /^team\/storefront/ }).click();
  await expect(rui).toHaveURL(/\/changes\?repository=team%2Fstorefront$/);
  await expect(main.getByRole('listitem').filter({ hasText: 'team/storefront!' })).toHaveCount(1);
  await expectAccessible(rui);
  await main.getByRole('link', { name: title }).click();
  for (const act of ['Approve', 'Merge']) {
    await rui.getByRole('button', { name: act, exact: true }).click();
    await rui.getByRole('dialog').getByRole('button', { name: act }).click();
  }
  const stations = main.getByRole('list', { name: 'Where the change is' }).getByRole('listitem');
  await expect(stations.filter({ hasText: 'Live' }).getByLabel('done')).toBeVisible({ timeout: 60_000 });
  await expect(main).toContainText('No application that the portal sees reads these files');
  await expect(rui.getByRole('link', { name: 'Take it back' })).toHaveCount(0);
});
