import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { tabTo } from './support/keys.ts';
import { expect, test } from './support/test.ts';

const PROMPT =
  'Run the image nginxinc/nginx-unprivileged:1.29.3 as a web service on port 8080, and expose it on port 80.';

/** Asks in words, and waits for what comes of it. */
async function ask(page: Page, name: string, prompt = PROMPT): Promise<void> {
  await page.goto('/ask');
  await page.getByRole('textbox', { name: /What shall run/ }).fill(prompt);
  await page.getByRole('textbox', { name: /^Name/ }).fill(name);
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(page).toHaveURL(/\/ask\/[0-9a-f-]{36}$/);
}

test('words become a draft and the draft a merge request, of which a model says what could go wrong', async ({
  as,
}) => {
  test.setTimeout(240_000);
  const dana = await as('dana');
  const rui = await as('rui');
  await dana.goto('/new');
  await dana.getByRole('link', { name: 'Say it in words' }).click();
  await expect(dana.getByText(/is loaded|answers at once|not known here/)).toBeVisible();
  await ask(dana, 'asked-web');
  const main = dana.getByRole('main');
  await expect(main.getByText('Draft', { exact: true })).toBeVisible({ timeout: 90_000 });
  await expectAccessible(dana);
  await main.getByRole('button', { name: 'Open a merge request' }).click();
  await expect(dana).toHaveURL(/\/changes\//);
  await expect(main).toContainText('qwen2.5-coder:7b');

  // A model may say what it finds; that approves nothing.
  await rui.goto(new URL(dana.url()).pathname);
  await rui.getByRole('button', { name: 'Have it look' }).click();
  await expect(rui.getByText(/It approves nothing, and it may be wrong/).last()).toContainText('Written by', {
    timeout: 60_000,
  });
  await rui.getByRole('button', { name: 'Put it on GitLab' }).click();
  await expect(rui.getByText('Put under the merge request')).toBeVisible();
  await expectAccessible(rui);
  await expect(rui.getByRole('button', { name: 'Approve', exact: true })).toBeEnabled();

  // Said otherwise, it is the next commit of the same merge request.
  const address = dana.url();
  await dana.getByRole('link', { name: 'Say it otherwise' }).click();
  await expect(main).toContainText('is the next commit of your merge request');
  await dana.getByRole('textbox', { name: 'What shall run' }).fill(`${PROMPT} It needs 3 replicas.`);
  await main.getByRole('button', { name: 'Ask', exact: true }).click();
  await main.getByRole('button', { name: 'Open a merge request' }).click({ timeout: 90_000 });
  await expect(dana).toHaveURL(address, { timeout: 60_000 });
  await expect(rui.getByRole('main')).toContainText('A new commit arrived while you were here', { timeout: 45_000 });
});

/** As a second person, without a mouse, until it is live. */
async function approveAndMerge(rui: Page, path: string): Promise<void> {
  await rui.goto(path);
  const dialog = rui.getByRole('dialog');
  await expect(rui.getByRole('button', { name: 'Approve', exact: true })).toBeEnabled();
  await expect(async () => {
    await rui.keyboard.press('a');
    await expect(dialog).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  // What a model began is read by whoever approves it.
  await expect(dialog.getByRole('button', { name: 'Approve' })).toBeDisabled();
  await tabTo(rui, 'checkbox');
  await rui.keyboard.press('Space');
  await tabTo(rui, 'button', 'Approve');
  await rui.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(rui.getByRole('button', { name: 'Approved by you' })).toBeVisible();
  await expect(rui.getByRole('button', { name: 'Merge', exact: true })).toBeEnabled();
  await rui.keyboard.press('m');
  await expect(dialog).toBeVisible();
  await tabTo(rui, 'button', 'Merge');
  await rui.keyboard.press('Enter');
  await expect(
    rui
      .getByRole('list', { name: 'Where the change is' })
      .getByRole('listitem')
      .filter({ hasText: 'Live' })
      .getByLabel('done'),
  ).toBeVisible({ timeout: 120_000 });
}

test('a program asks with a token and is answered with the merge request, which goes live as objects of a model', async ({
  as,
  platform,
}) => {
  test.setTimeout(240_000);
  const dana = await as('dana');
  await dana.goto('/tokens');
  await dana.getByRole('textbox', { name: /What it is for/ }).fill('a test');
  await dana.getByRole('button', { name: 'Make it' }).click();
  const secret = (await dana.getByRole('status').locator('code').first().textContent()) ?? '';
  expect(secret).toMatch(/^portolan_/);
  const generate = (token: string) =>
    fetch(`${platform.portalUrl}/generate/manifest`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: 'deploy nginx with 2 replicas and expose it on port 80', app_name: 'nginx-demo' }),
    });
  const answer = await generate(secret);
  const body = (await answer.json()) as Record<string, string>;
  expect([answer.status, body.message ?? '']).toEqual([200, '']);
  expect(body.branch).toMatch(/^ai-gateway\/nginx-demo-[0-9a-f]{6}$/);
  expect(body.pr_url).toContain('/merge_requests/');
  expect(body.manifest).toMatch(/^apiVersion: apps\/v1\nkind: Deployment\n/);

  const vic = await as('vic');
  await vic.goto('/ask/written');
  const rui = await as('rui');
  await rui.goto('/changes');
  await approveAndMerge(
    rui,
    (await rui
      .getByRole('link', { name: /nginx-demo/ })
      .first()
      .getAttribute('href')) ?? '',
  );
  // Whoever looks sees it come.
  const written = vic.getByRole('region', { name: 'qwen2.5-coder:7b' }).getByRole('listitem');
  await expect(written.filter({ hasText: 'Deployment nginx-demo' })).toContainText('approved by Rui Reyes');
  await expect(written.filter({ hasText: 'Deployment nginx-demo' })).toContainText('argocd/ai-generated');

  await dana.getByRole('button', { name: 'Revoke' }).first().click();
  await expect(dana.getByText('You have no tokens')).toBeVisible();
  expect((await generate(secret)).status).toBe(401);
});

test.describe('refusals', () => {
  test.use({ allowedNoise: /status of 4\d\d/ });
  test('a text with a credential is refused at its place, and stays in the form', async ({ as }) => {
    const dana = await as('dana');
    await dana.goto('/ask');
    const prompt = dana.getByRole('textbox', { name: /What shall run/ });
    await prompt.fill('deploy it and clone with glpat-a1B2c3D4e5F6g7H8i9J0');
    await dana.getByRole('textbox', { name: /^Name/ }).fill('with-token');
    await dana.getByRole('button', { name: 'Ask', exact: true }).click();
    await expect(dana.getByText('This holds a GitLab token.').first()).toBeVisible();
    await expect(prompt).toHaveValue(/glpat-/);
    await expect(dana).toHaveURL(/\/ask$/);
  });

  test('a viewer is not offered to ask, and is told why where they go there', async ({ as }) => {
    const vic = await as('vic');
    await vic.goto('/');
    await expect(vic.getByRole('navigation').getByRole('link', { name: 'Ask' })).toHaveCount(0);
    await vic.goto('/ask');
    await expect(vic.getByRole('main')).toContainText('Your role does not allow this');
  });
});

test('what runs already is changed in words, field by field in the files as they are, and gets what it lacks', async ({
  as,
}) => {
  test.setTimeout(180_000);
  const dana = await as('dana');
  await dana.goto('/applications/argocd/hello-platform');
  await dana.getByRole('link', { name: 'Change in words' }).click();
  await expect(dana.getByRole('heading', { level: 1 })).toHaveText('Change hello-platform in words');
  await expectAccessible(dana);
  const main = dana.getByRole('main');
  await dana
    .getByRole('textbox', { name: 'What shall be otherwise' })
    .fill('Run it with 7 copies, and have it under shop.homelab.local as well.');
  await main.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(main.getByText('Draft', { exact: true })).toBeVisible({ timeout: 90_000 });
  await expect(main).toContainText('fields that the model named');
  await expect(main.locator('ins').filter({ hasText: 'replicas: 7' })).toBeVisible();
  await expect(main).toContainText('can be reached from outside at shop.homelab.local');
  await main.getByRole('tab', { name: 'ingress-hello-platform-shop.yaml' }).click();
  await expect(main.getByRole('tabpanel').getByText('host: shop.homelab.local')).toBeVisible();
  await main.getByRole('button', { name: 'Open a merge request' }).click();
  await expect(dana).toHaveURL(/\/changes\//);
  await expect(main).toContainText('what a model named to change or to add');
  await expect(main.getByRole('region', { name: /What this does/ }).or(main)).toContainText('hello-platform');
});
