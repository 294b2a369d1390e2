import { goByKeys, openPalette } from './support/keys.ts';
import type { Platform } from './support/platform.ts';
import { expect, test } from './support/test.ts';

const PROJECT = 'platform%2Fgitops-platform';

/** A pipeline whose job waits for tags that no runner has; gives what ends it. */
async function startStuckJob({ addresses }: Platform): Promise<() => Promise<unknown>> {
  const api = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${addresses.gitlab}/api/v4/projects/${PROJECT}/${path}`, {
      method,
      headers: { 'private-token': addresses.secrets.portalForgeToken, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
    return answer.json();
  };
  const content = 'train:\n  tags: [riscv64, rocm]\n  script: [python train.py]\n';
  await api('POST', 'repository/commits', {
    branch: 'train-a-model',
    start_branch: 'main',
    commit_message: 'Train a model',
    actions: [{ action: 'update', file_path: '.gitlab-ci.yml', content }],
  });
  let id: number | undefined;
  await expect
    .poll(async () => {
      const pipelines = (await api('GET', 'pipelines?ref=train-a-model')) as { id: number }[];
      id = pipelines[0]?.id;
      return id;
    })
    .toBeDefined();
  return () => api('POST', `pipelines/${id}/cancel`);
}

test('search, filter and sort of the runners stand in the address, and come back with it', async ({ as }) => {
  const page = await as('vic');
  await page.goto('/runners');
  const table = page.getByRole('table', { name: 'Runners' });
  await expect(table.getByRole('row', { name: /kubernetes/ })).toBeVisible();
  await page.getByRole('list', { name: 'Filter by state' }).getByRole('link', { name: /Idle/ }).click();
  await expect(table.getByRole('row', { name: /pi-arm64/ })).toHaveCount(0);
  await page.getByRole('textbox', { name: 'Search runners' }).fill('deploy');
  await expect(table.getByRole('row')).toHaveCount(2);
  await table.getByRole('link', { name: 'Version' }).click();
  await expect(page).toHaveURL(/q=deploy&standing=idle&sort=version/);
  await page.reload();
  await expect(table.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('textbox', { name: 'Search runners' })).toHaveValue('deploy');
});

test('which runner takes this job: asked with the keyboard, answered in the address, with what stands against each', async ({
  as,
}) => {
  const page = await as('dana');
  await page.goto('/runners');
  await expect(page.getByRole('table', { name: 'Runners' }).getByRole('row', { name: /gitops-deploy/ })).toBeVisible();
  await page.getByLabel('Tags', { exact: true }).fill('[deploy]');
  await page.getByLabel('Repository').fill('platform/gitops-platform');
  await page.getByLabel('Repository').press('Enter');
  const answers = page.getByRole('list', { name: 'Runners and the job' });
  const of = (name: string) => answers.getByRole('listitem').filter({ hasText: name });
  await expect(of('gitops-deploy')).toContainText('It takes jobs of protected branches and tags only.');
  await expect(of('kubernetes')).toContainText('It does not have the tag "deploy".');
  await expect(of('pi-arm64')).toContainText('It is paused.');
  await expect(page).toHaveURL(/job=gitlab&labels=deploy&repository=platform\/gitops-platform/);
  await page.getByLabel('It runs for a protected branch or tag').check();
  await page.getByRole('button', { name: 'Which runner takes it?' }).press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'takes it' })).toHaveText('gitops-deploy takes it.');
  await expect(page).toHaveURL(/protected=yes/);
  await page.reload();
  await expect(page.getByRole('status').filter({ hasText: 'takes it' })).toHaveText('gitops-deploy takes it.');
  await expect(page.getByLabel('Tags', { exact: true })).toHaveValue('deploy');
  await page.getByLabel('Image is for').fill('arm64');
  await page.getByRole('button', { name: 'Which runner takes it?' }).click();
  await expect(of('gitops-deploy')).toContainText('the job would fail there');
  await page.getByRole('link', { name: 'Ask anew' }).click();
  await expect(page).toHaveURL(/\/runners$/);
  await expect(page.getByLabel('Tags', { exact: true })).toHaveValue('');
});

test('the question is answered without any script', async ({ browser, platform }) => {
  const { cookiesOf } = await import('./support/sign-in.ts');
  const context = await browser.newContext({
    baseURL: platform.portalUrl,
    storageState: cookiesOf('vic'),
    javaScriptEnabled: false,
  });
  const page = await context.newPage();
  await page.goto('/runners?job=gitlab&labels=kubernetes');
  await expect(page.getByRole('status').filter({ hasText: 'takes it' })).toHaveText('kubernetes takes it.');
  await page.getByLabel('Tags', { exact: true }).fill('no-such-tag');
  await page.getByRole('button', { name: 'Which runner takes it?' }).click();
  await expect(page).toHaveURL(/labels=no-such-tag/);
  await expect(page.getByRole('list', { name: 'Runners and the job' })).toContainText('does not have the tag');
  await context.close();
});

test('a runner’s page tells its tags, machines and version, and what the portal may not see is said', async ({
  as,
}) => {
  const page = await as('vic');
  await page.goto('/runners?sort=name');
  await expect(page.getByRole('list', { name: 'Not seen' })).toContainText('All runners of the instance');
  const table = page.getByRole('table', { name: 'Runners' });
  await expect(table.getByRole('row', { name: /akula-prime-gpu/ })).toContainText('not permitted to read');
  await table.getByRole('link', { name: /pi-arm64/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('pi-arm64');
  const main = page.getByRole('main');
  await expect(main).toContainText('arm64');
  await expect(main).toContainText('17.5.0, behind');
});

test.describe('a runner that is not there', () => {
  test.use({ allowedNoise: /status of 404/ });
  test('is a page that says so', async ({ as }) => {
    const page = await as('vic');
    await page.goto('/runners/gitlab/999');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
  });
});

test('the palette finds runners, and the overview says whether jobs find them, trouble first', async ({ as }) => {
  const page = await as('dana');
  await page.goto('/');
  await expect(page.getByRole('main')).toContainText(
    /\d jobs? waits? for a runner that is not there; \d+ of \d+ runners are ready/,
  );
  await openPalette(page);
  await page.getByRole('combobox').fill('gitops-dep');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('gitops-deploy');
  await goByKeys(page, 'r', '/runners');
});

test('a job that no runner takes is told on the overview, and a press says why', async ({ as, platform }) => {
  const end = await startStuckJob(platform);
  const page = await as('dana');
  await page.goto('/');
  const waiting = page.getByRole('list', { name: 'Waiting jobs' });
  const job = waiting.getByRole('listitem').filter({ hasText: 'train' });
  await expect(job).toContainText(/riscv64, rocm/, { timeout: 30_000 });
  await job.getByRole('link', { name: 'Why?' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Runners');
  const answers = page.getByRole('list', { name: 'Runners and the job' });
  await expect(answers.getByRole('listitem').filter({ hasText: 'gitops-deploy' })).toContainText(
    'It does not have the tags "riscv64" and "rocm".',
  );
  await end();
  await expect(job).toHaveCount(0, { timeout: 30_000 });
});
