import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExampleGitLab, PROJECT, startExample, stopExample, until } from './testing/example-gitlab.ts';

let gitlab: ExampleGitLab;
const project = '/projects/platform%2Fgitops';

const CI = `
stages: [lint, deploy]
yaml:
  stage: lint
  script: [yamllint .]
docs:
  stage: lint
  allow_failure: true
  script: [check-docs]
ship:
  stage: deploy
  tags: [docker]
  script: [ship it]
only-main:
  stage: deploy
  script: [echo main]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
`;

beforeAll(async () => {
  gitlab = await startExample({ delays: { jobQueueMs: 200, jobRunMs: 600 } });
});

afterAll(() => stopExample(gitlab));

type Pipeline = { id: number; status: string; sha: string };
type Job = { id: number; name: string; stage: string; status: string; runner: unknown; tag_list: string[] };

const get = async <T>(path: string, who: 'ada' | 'grace' | 'root' = 'ada') =>
  (await gitlab.api(who, 'GET', path)).body as T;

async function pipelineOf(sha: string): Promise<Pipeline> {
  const [pipeline] = await until(
    () => get<Pipeline[]>(`${project}/pipelines?sha=${sha}`),
    (found) => found.length > 0,
  );
  if (pipeline === undefined) {
    throw new Error('there is no pipeline');
  }
  return pipeline;
}

const finished = (id: number) =>
  until(
    () => get<Pipeline>(`${project}/pipelines/${id}`),
    (pipeline) => ['success', 'failed', 'canceled'].includes(pipeline.status),
  );

describe('pipelines', () => {
  it('run their stages one after the other on a runner that fits', async () => {
    const sha = await gitlab.act.push(PROJECT, 'ci', { '.gitlab-ci.yml': CI }, 'ada');
    const { id } = await pipelineOf(sha);
    const seen = new Set<string>();
    await until(
      async () => {
        const jobs = await get<Job[]>(`${project}/pipelines/${id}/jobs`);
        const byName = Object.fromEntries(jobs.map((job) => [job.name, job.status]));
        seen.add(`${byName.yaml} ${byName.ship}`);
        return byName.ship;
      },
      (status) => status === 'success',
    );
    // The second stage never began before the first was over.
    expect([...seen].filter((pair) => !pair.startsWith('success') && !pair.endsWith('created'))).toEqual([]);
    expect((await finished(id)).status).toBe('success');
    const jobs = await get<Job[]>(`${project}/pipelines/${id}/jobs`);
    expect(jobs.map((job) => [job.name, job.stage]).sort()).toEqual([
      ['docs', 'lint'],
      ['ship', 'deploy'],
      ['yaml', 'lint'],
    ]);
    const ship = jobs.find((job) => job.name === 'ship');
    expect(ship).toMatchObject({ runner: { description: 'docker runner' }, tag_list: ['docker'] });
    const trace = await get<string>(`${project}/jobs/${ship?.id}/trace`);
    expect(trace).toContain('$ ship it');
    expect(trace).toContain('Job succeeded');
  });

  it('fail when told to; later stages are skipped, allowed failures do not count', async () => {
    gitlab.act.setPipelineOutcome(PROJECT, 'failed', { job: 'yaml', ref: 'failing' });
    gitlab.act.setPipelineOutcome(PROJECT, 'failed', { job: 'docs' });
    const failing = await pipelineOf(await gitlab.act.push(PROJECT, 'failing', { '.gitlab-ci.yml': CI }, 'ada'));
    expect((await finished(failing.id)).status).toBe('failed');
    const jobs = await get<(Job & { failure_reason?: string })[]>(`${project}/pipelines/${failing.id}/jobs`);
    expect(Object.fromEntries(jobs.map((job) => [job.name, job.status]))).toEqual({
      yaml: 'failed',
      docs: 'failed',
      ship: 'skipped',
    });
    expect(jobs.find((job) => job.name === 'yaml')?.failure_reason).toBe('script_failure');
    const passing = await pipelineOf(await gitlab.act.push(PROJECT, 'passing', { '.gitlab-ci.yml': CI }, 'ada'));
    expect((await finished(passing.id)).status).toBe('success');
  });

  it('wait for a runner that has the tags, and go on when it comes', async () => {
    const file = 'train:\n  tags: [gpu]\n  script: [train]\n';
    const { id } = await pipelineOf(await gitlab.act.push(PROJECT, 'gpu', { '.gitlab-ci.yml': file }, 'ada'));
    await gitlab.idle();
    const [stuck] = await get<Job[]>(`${project}/pipelines/${id}/jobs?scope[]=pending`);
    expect(stuck).toMatchObject({ status: 'pending', runner: null, tag_list: ['gpu'] });
    gitlab.act.setRunnerOnline('gpu runner', true);
    expect((await finished(id)).status).toBe('success');
    gitlab.act.setRunnerOnline('gpu runner', false);
  });

  it('go on after a restart', async () => {
    const { id } = await pipelineOf(await gitlab.act.push(PROJECT, 'restarted', { '.gitlab-ci.yml': CI }, 'ada'));
    gitlab = await gitlab.restart();
    expect((await finished(id)).status).toBe('success');
  });

  it('of a broken file fail with the reason; without one there is none', async () => {
    const broken = await pipelineOf(await gitlab.act.push(PROJECT, 'broken', { '.gitlab-ci.yml': 'a: {}\n' }, 'ada'));
    expect(await get(`${project}/pipelines/${broken.id}`)).toMatchObject({
      status: 'failed',
      yaml_errors: 'jobs:a config should implement the script:, run:, or trigger: keyword',
    });
    const sha = await gitlab.act.push(PROJECT, 'plain', { 'plain.txt': '1' }, 'ada');
    await gitlab.idle();
    expect(await get(`${project}/pipelines?sha=${sha}`)).toEqual([]);
  });

  it('take posted statuses in, which then decide with the jobs', async () => {
    const sha = await gitlab.act.push(PROJECT, 'mixed', { '.gitlab-ci.yml': CI }, 'ada');
    const { id } = await pipelineOf(sha);
    await gitlab.api('root', 'POST', `${project}/statuses/${sha}`, { state: 'failed', name: 'portolan/guardrails' });
    expect((await finished(id)).status).toBe('failed');
    expect(await get<Pipeline[]>(`${project}/pipelines?sha=${sha}`)).toHaveLength(1);
  });
});

describe('the linter', () => {
  it('answers 200 with what is wrong, and with the jobs when asked', async () => {
    const lint = (content: string) => gitlab.api('ada', 'POST', `${project}/ci/lint`, { content, include_jobs: true });
    expect((await lint('a: {}')).body).toMatchObject({
      valid: false,
      errors: [expect.stringContaining('jobs:a config')],
    });
    expect((await lint(CI)).body).toMatchObject({ valid: true, errors: [], jobs: [{ name: 'yaml' }, {}, {}, {}] });
    expect((await gitlab.api('ada', 'GET', `${project}/ci/lint?content_ref=ci`)).body).toMatchObject({ valid: true });
  });
});

describe('runners', () => {
  it('are listed without tags and shown with them', async () => {
    const all = await get<{ id: number; description: string }[]>('/runners/all', 'root');
    expect(all.map((runner) => runner.description)).toEqual(['gpu runner', 'docker runner']);
    expect(all[0]).not.toHaveProperty('tag_list');
    const gpu = await get(`/runners/${all[0]?.id}`, 'root');
    expect(gpu).toMatchObject({
      runner_type: 'group_type',
      tag_list: ['gpu'],
      run_untagged: false,
      maximum_timeout: null,
      groups: [{ name: 'Platform' }],
    });
    const serving = await get<{ description: string }[]>(`${project}/runners`, 'grace');
    expect(serving.map((runner) => runner.description)).toEqual(['gpu runner', 'docker runner']);
  });

  it('are online for two hours after they called in', async () => {
    const other = await startExample();
    const runners = (await other.api('root', 'GET', '/runners/all?status=offline')).body;
    expect(runners).toMatchObject([{ description: 'gpu runner', status: 'offline', online: false }]);
    const online = (await other.api('root', 'GET', '/runners/all?status=online')).body;
    expect(online).toMatchObject([{ description: 'docker runner', job_execution_status: 'idle' }]);
    await stopExample(other);
  });
});
