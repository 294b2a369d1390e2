import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandboxClock, type SandboxClock } from '../clock.ts';
import { createFaultSwitches } from '../faults.ts';
import { createActionsService } from './actions/service.ts';
import { EVERY_RIGHT, type TokenRights } from './rest/tokens.ts';
import { GITHUB_SEED, ORGANIZATION } from './seed.ts';
import { type RunningGitHub, startGitHub } from './server.ts';

const TOKEN = 'ghp_everything';
const org = ORGANIZATION;
const [owner, repo] = [ORGANIZATION, 'hello-platform'];

let clock: SandboxClock;
let github: RunningGitHub;
beforeEach(async () => {
  clock = createSandboxClock({ startAt: Date.UTC(2026, 10, 1, 12) });
  const seed = { ...GITHUB_SEED, jobs: [] };
  github = await startGitHub({
    port: 0,
    clock,
    faults: createFaultSwitches(),
    service: createActionsService(clock, seed),
    tokens: [{ token: TOKEN, login: 'ada', rights: EVERY_RIGHT }],
  });
});
afterEach(async () => {
  await github.close();
  clock.stop();
});

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const as = (auth: string, prefix = '') => new Octokit({ auth, baseUrl: `${github.url}${prefix}`, log: silent });
const withRights = (login: string, token: string, rights: Partial<TokenRights>, requestsPerHour = 5000) => {
  const none = { organizationRunners: false, repositoryRunners: false, actions: false };
  github.tokens.set({ token, login, rights: { ...none, ...rights }, requestsPerHour });
  return as(token);
};

describe.each([
  ['api.github.com', ''],
  ['GitHub Enterprise Server', '/api/v3'],
])('runners, as %s lists them', (_name, prefix) => {
  it('of the organization, with labels and group', async () => {
    const { data, headers } = await as(TOKEN, prefix).actions.listSelfHostedRunnersForOrg({ org });
    expect(data.total_count).toBe(1);
    expect(data.runners).toMatchObject([
      { name: 'gpu-workstation', os: 'linux', status: 'online', busy: false, ephemeral: false, runner_group_id: 2 },
    ]);
    expect(data.runners[0]?.labels.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'self-hosted read-only',
      'Linux read-only',
      'X64 read-only',
      'gpu custom',
      'cuda custom',
    ]);
    expect(headers['x-ratelimit-limit']).toBe('5000');
    expect(headers['x-github-enterprise-version']).toBe(prefix === '' ? undefined : '3.17.2');
  });

  it('of one repository', async () => {
    const { data } = await as(TOKEN, prefix).actions.listSelfHostedRunnersForRepo({ owner, repo: 'platform-docs' });
    expect(data.runners).toMatchObject([{ name: 'docs-pi', status: 'offline' }]);
  });

  it('and their groups, with who may use them', async () => {
    const octokit = as(TOKEN, prefix);
    const { data } = await octokit.request('GET /orgs/{org}/actions/runner-groups', { org });
    expect(data.runner_groups).toMatchObject([
      { id: 1, name: 'Default', visibility: 'all', default: true },
      { id: 2, name: 'gpu', visibility: 'selected', default: false },
    ]);
    const group = '/orgs/{org}/actions/runner-groups/{id}';
    const selected = await octokit.request(`GET ${group}/repositories`, { org, id: 2 });
    expect(selected.data.repositories).toMatchObject([{ name: 'model-training' }]);
    const members = await octokit.request(`GET ${group}/runners`, { org, id: 2 });
    expect(members.data.runners).toMatchObject([{ name: 'gpu-workstation' }]);
  });
});

describe('jobs', () => {
  it('wait with their labels while no runner has them', async () => {
    const labels = ['self-hosted', 'riscv64'];
    github.service.enqueue({
      repository: `${owner}/${repo}`,
      workflow: 'ci',
      name: 'cross build',
      labels,
      seconds: 60,
    });
    const octokit = as(TOKEN);
    const runs = await octokit.actions.listWorkflowRunsForRepo({ owner, repo, status: 'queued' });
    expect(runs.data).toMatchObject({
      total_count: 1,
      workflow_runs: [{ name: 'ci', status: 'queued', conclusion: null }],
    });
    const run_id = runs.data.workflow_runs[0]?.id ?? 0;
    const { data } = await octokit.actions.listJobsForWorkflowRun({ owner, repo, run_id });
    expect(data.jobs).toMatchObject([
      { name: 'cross build', status: 'queued', labels, runner_name: null, created_at: '2026-11-01T12:00:00Z' },
    ]);
  });

  it('run on a runner that has all of their labels and may be used by the repository, which is busy then', async () => {
    const octokit = as(TOKEN);
    const wanted = { workflow: 'train', name: 'fine-tune', labels: ['GPU', 'linux'], seconds: null };
    const refused = github.service.enqueue({ ...wanted, repository: `${owner}/${repo}` });
    const taken = github.service.enqueue({ ...wanted, repository: `${owner}/model-training` });
    expect([refused.status, taken.status]).toEqual(['queued', 'in_progress']);
    const busy = async () => (await octokit.actions.listSelfHostedRunnersForOrg({ org })).data.runners[0]?.busy;
    expect(await busy()).toBe(true);
    const { data } = await octokit.actions.listJobsForWorkflowRun({
      owner,
      repo: 'model-training',
      run_id: taken.runId,
    });
    expect(data.jobs).toMatchObject([
      { status: 'in_progress', runner_name: 'gpu-workstation', runner_group_name: 'gpu' },
    ]);
    github.service.complete(taken.id, 'success');
    expect(await busy()).toBe(false);
  });
});

describe("GitHub's own runners", () => {
  it('take as many jobs for them at once as the account has, and are none that anybody registered', async () => {
    const octokit = as(TOKEN);
    const seed = { ...GITHUB_SEED, jobs: [], hostedAtOnce: 1 };
    const service = createActionsService(clock, seed);
    const job = { repository: `${owner}/${repo}`, workflow: 'ci', name: 'docs', seconds: null };
    const [first, second] = [1, 2].map(() => service.enqueue({ ...job, labels: ['ubuntu-latest'] }));
    expect([first?.status, second?.status]).toEqual(['in_progress', 'queued']);
    service.complete(first?.id ?? 0, 'success');
    expect(service.job(second?.id ?? 0)?.runner).toMatchObject({ id: null, number: 2, name: 'GitHub Actions 2' });
    service.close();
    const taken = github.service.enqueue({ ...job, labels: ['windows-2025'] });
    const { data } = await octokit.actions.listJobsForWorkflowRun({ owner, repo, run_id: taken.runId });
    expect(data.jobs).toMatchObject([
      { runner_id: 1, runner_name: 'GitHub Actions 1', runner_group_name: 'GitHub Actions' },
    ]);
    const { data: registered } = await octokit.actions.listSelfHostedRunnersForOrg({ org });
    expect(registered.runners.map(({ name }) => name)).toEqual(['gpu-workstation']);
  });
});

describe('many runners', () => {
  it('come in pages, which links lead through', async () => {
    const set = github.service.registerScaleSet({
      name: 'many',
      labels: ['many'],
      scope: { organization: org, repository: null },
      group: 'Default',
    });
    for (let index = 0; index < 234; index += 1) {
      github.service.registerRunner(set?.id ?? 0, `many-${index}`);
    }
    const octokit = as(TOKEN);
    const all = await octokit.paginate(octokit.actions.listSelfHostedRunnersForOrg, { org, per_page: 100 });
    expect(new Set(all.map(({ name }) => name)).size).toBe(235);
    const second = await octokit.actions.listSelfHostedRunnersForOrg({ org, per_page: 100, page: 2 });
    expect(second.headers.link).toMatch(/rel="prev".*rel="next".*rel="last".*rel="first"/);
    const tooMany = await octokit.actions.listSelfHostedRunnersForOrg({ org, per_page: 500 });
    expect(tooMany.data.runners).toHaveLength(100);
  });
});

describe('a request that knows the answer', () => {
  it('is answered 304 and costs nothing, until something changes', async () => {
    const octokit = as(TOKEN);
    const first = await octokit.actions.listSelfHostedRunnersForOrg({ org });
    const again = () =>
      octokit.actions.listSelfHostedRunnersForOrg({ org, headers: { 'if-none-match': first.headers.etag ?? '' } });
    await expect(again()).rejects.toMatchObject({ status: 304, response: { headers: { 'x-ratelimit-used': '1' } } });
    const runner = github.service.runners()[0];
    github.service.setStatus(runner?.id ?? 0, 'offline');
    const changed = await again();
    expect(changed.data.runners[0]?.status).toBe('offline');
    expect(changed.headers['x-ratelimit-used']).toBe('2');
    expect(github.counts).toEqual({ full: 2, notModified: 1 });
  });
});

describe('a token', () => {
  it.each([
    ['ghp_unknown', 'Bad credentials'],
    ['', 'Requires authentication'],
  ])('%j is refused with 401 %s', async (auth, message) => {
    await expect(as(auth).actions.listSelfHostedRunnersForOrg({ org })).rejects.toMatchObject({
      status: 401,
      response: { data: { message, status: '401', documentation_url: expect.stringContaining('docs.github.com') } },
    });
  });

  it('without the right to runners is refused with 403, and told which right that is', async () => {
    const octokit = withRights('bob', 'github_pat_x', { actions: true });
    await expect(octokit.actions.listSelfHostedRunnersForOrg({ org })).rejects.toMatchObject({
      status: 403,
      response: {
        data: { message: 'Resource not accessible by personal access token' },
        headers: {
          'x-accepted-github-permissions': 'organization_self_hosted_runners=read',
          'x-ratelimit-remaining': '4999',
        },
      },
    });
    await expect(octokit.actions.listWorkflowRunsForRepo({ owner, repo })).resolves.toMatchObject({ status: 200 });
  });

  it('is refused with 403 and the time to wait once its hour is used up', async () => {
    const octokit = withRights('bob', 'ghp_small', EVERY_RIGHT, 2);
    await octokit.actions.listSelfHostedRunnersForOrg({ org });
    await octokit.request('GET /orgs/{org}/actions/runner-groups', { org });
    await expect(octokit.actions.listSelfHostedRunnersForOrg({ org })).rejects.toMatchObject({
      status: 403,
      response: {
        data: { message: expect.stringContaining('API rate limit exceeded') },
        // An hour after the first question, which a busy machine asks some seconds late.
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': expect.stringMatching(/^17935380\d\d$/) },
      },
    });
  });

  it('finds nothing where there is nothing: 404', async () => {
    const octokit = as(TOKEN);
    await expect(octokit.actions.listSelfHostedRunnersForOrg({ org: 'others' })).rejects.toMatchObject({ status: 404 });
    await expect(octokit.actions.listSelfHostedRunnersForRepo({ owner, repo: 'none' })).rejects.toMatchObject({
      status: 404,
    });
    await expect(octokit.actions.listJobsForWorkflowRun({ owner, repo, run_id: 1 })).rejects.toMatchObject({
      status: 404,
    });
  });
});
