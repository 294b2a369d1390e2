import { afterEach, describe, expect, it } from 'vitest';
import { GITHUB_SEED, ORGANIZATION } from '#sandbox/github/seed.ts';
import { type ExampleGitHub, startExampleGitHub } from '#sandbox/github/testing/example-github.ts';
import { createGitHubFleet } from './fleet.ts';

const [DOCS, TRAINING] = [`${ORGANIZATION}/platform-docs`, `${ORGANIZATION}/model-training`];

let rig: ExampleGitHub | undefined;
afterEach(() => rig?.close());

const open = ({ github }: ExampleGitHub, organizations: string[], repositories: string[]) =>
  createGitHubFleet({
    id: 'github',
    label: 'Runners of github',
    url: github.url,
    credentials: { token: 'ghp_all' },
    timeoutMs: 10_000,
    clock: Date,
    organizations,
    repositories,
  });
const job = { workflow: 'ci', labels: ['self-hosted'], seconds: null };

describe('the organizations and repositories of a GitHub', () => {
  it('number their runners each for itself: all of them are there, each with its own jobs', async () => {
    const [seeded] = GITHUB_SEED.runners;
    if (seeded === undefined) {
      throw new Error('the seed has runners');
    }
    const inRepository = (repository: string) => ({
      ...seeded,
      name: `one of ${repository}`,
      groupId: 1,
      scope: { organization: ORGANIZATION, repository },
    });
    rig = await startExampleGitHub({
      runners: [seeded, inRepository('platform-docs'), inRepository('model-training')],
      hostedAtOnce: 1,
    });
    const { service } = rig.github;
    service.enqueue({ ...job, repository: DOCS, name: 'of the docs' });
    service.enqueue({ ...job, repository: TRAINING, name: 'of GitHub', labels: ['ubuntu-latest'] });
    expect(service.jobs().map(({ runner }) => runner?.number)).toEqual([1, 1]);
    const { runners } = await open(rig, [ORGANIZATION], [DOCS, TRAINING]).read();
    expect([...runners.values()].map(({ id, jobs }) => [id, jobs.map(({ name }) => name)])).toEqual([
      [`github/${ORGANIZATION}/1`, []],
      [`github/${DOCS}/1`, ['of the docs']],
      [`github/${TRAINING}/1`, []],
    ]);
  });

  it('that have another name now are a part that is missing, and the rest is shown', async () => {
    rig = await startExampleGitHub({ renamed: { 'old-docs': 'platform-docs' } });
    const old = `${ORGANIZATION}/old-docs`;
    const { runners, gaps } = await open(rig, [ORGANIZATION], [old]).read();
    expect([...runners.values()].map(({ name }) => name)).toEqual(['gpu-workstation']);
    expect([...gaps.values()].map(({ subject, reason, remedy }) => [subject, reason, remedy])).toEqual(
      [`The runners of the repository ${old}`, `The jobs of ${old}`].map((subject) => [
        subject,
        '301, it is at another address now: it was renamed or moved',
        'It was renamed or transferred: configure its new name.',
      ]),
    );
    await expect(open(rig, [], [old]).read()).rejects.toMatchObject({ kind: 'not-found', status: 301 });
  });
});

describe('the runner groups of an organization', () => {
  const groupOf = async (example: ExampleGitHub) => {
    const { runners, rules } = await open(example, [ORGANIZATION], []).read();
    const [runner] = runners.values();
    return { group: runner?.group, rules: [...rules.values()] };
  };

  it('are told with who may use them, for scale sets, too', async () => {
    const [first, gpu] = GITHUB_SEED.groups;
    if (first === undefined || gpu === undefined) {
      throw new Error('the seed has two groups');
    }
    rig = await startExampleGitHub({
      groups: [
        { ...first, allowsPublic: true },
        { ...gpu, isForWorkflows: true },
      ],
    });
    const group = { name: 'gpu', repositories: [TRAINING], limits: ['private', 'workflows'] };
    const told = await groupOf(rig);
    expect(told.group).toEqual(group);
    expect(told.rules).toEqual([
      {
        kind: 'group',
        id: `group/${ORGANIZATION}/Default`,
        organization: ORGANIZATION,
        group: { name: 'Default', repositories: null },
      },
      { kind: 'group', id: `group/${ORGANIZATION}/gpu`, organization: ORGANIZATION, group },
    ]);
  });

  it('that may not be read are not taken for none, and one whose repositories may not be for one that is open', async () => {
    rig = await startExampleGitHub();
    const refused = { id: 'refused', server: 'github', kind: 'status', status: 403 } as const;
    rig.faults.set({ ...refused, path: '/runner-groups' });
    expect((await groupOf(rig)).group).toEqual({ name: null, repositories: null, limits: ['unread'] });
    rig.faults.set({ ...refused, path: '/runner-groups/2/repositories' });
    expect((await groupOf(rig)).group).toEqual({ name: 'gpu', repositories: null, limits: ['unread', 'private'] });
  });

  it('are for public repositories or not, and of a job that waits it is told which its repository is', async () => {
    rig = await startExampleGitHub({ publicRepositories: ['platform-docs'] });
    const { service } = rig.github;
    for (const repository of [DOCS, TRAINING]) {
      service.enqueue({ ...job, repository, name: repository, labels: ['gpu', 'none'] });
    }
    const { waiting } = await open(rig, [ORGANIZATION], [DOCS, TRAINING]).read();
    expect([...waiting.values()].map(({ repository, isPublic }) => [repository, isPublic])).toEqual([
      [DOCS, true],
      [TRAINING, false],
    ]);
  });

  it('hide their runners from whoever may not see these', async () => {
    rig = await startExampleGitHub();
    rig.faults.set({ id: 'refused', server: 'github', kind: 'status', status: 403, path: '/orgs/' });
    const { gaps } = await open(rig, [ORGANIZATION], [DOCS]).read();
    expect([...gaps.values()].map(({ hides }) => hides)).toEqual([{ forge: 'github', path: ORGANIZATION }]);
  });
});

describe('the jobs of a repository', () => {
  it('that run are told before any number of those that wait, and what is left out is said', async () => {
    rig = await startExampleGitHub();
    const { service } = rig.github;
    service.enqueue({ ...job, repository: TRAINING, name: 'runs', labels: ['gpu'] });
    for (let index = 0; index < 60; index += 1) {
      service.enqueue({ ...job, repository: TRAINING, name: `waits ${index}`, labels: ['gpu'] });
    }
    const { runners, waiting, gaps } = await open(rig, [ORGANIZATION], [TRAINING]).read();
    expect([...runners.values()].map(({ jobs }) => jobs.map(({ name }) => name))).toEqual([['runs']]);
    expect(waiting.size).toBe(49);
    expect([...gaps.values()].map(({ subject }) => subject)).toEqual([
      `Jobs of ${TRAINING} beyond 50 of its open runs`,
    ]);
  });
});

describe('too many questions at once', () => {
  it.each([
    ['403', 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'],
    ['403', 'You have triggered an abuse detection mechanism.'],
    ['429', 'Too Many Requests'],
  ])(
    'refused with %s %s and no time to wait, are left alone for a minute, and longer if it goes on',
    async (status, message) => {
      rig = await startExampleGitHub();
      const fleet = open(rig, [ORGANIZATION], [DOCS, TRAINING]);
      const waits: unknown[] = [];
      const read = () =>
        fleet.read().catch((error: { kind?: string; retryAfterSeconds?: number }) => {
          waits.push([error.kind, error.retryAfterSeconds]);
        });
      const wrong = { id: 'limit', server: 'github', kind: 'status', status: Number(status), message } as const;
      rig.faults.set(wrong);
      await read();
      await read();
      rig.faults.clear();
      await read();
      rig.faults.set(wrong);
      await read();
      expect(waits).toEqual([
        ['rate-limited', 60],
        ['rate-limited', 120],
        ['rate-limited', 60],
      ]);
    },
  );

  it('are asked a few at a time, and the rest of a burst that is refused is not asked', async () => {
    rig = await startExampleGitHub();
    const { service, counts } = rig.github;
    for (let index = 0; index < 40; index += 1) {
      service.enqueue({ ...job, repository: TRAINING, name: `${index}`, labels: ['none'] });
    }
    const fleet = open(rig, [ORGANIZATION], [TRAINING]);
    await fleet.read();
    const usual = counts.full;
    expect(usual).toBeGreaterThan(40);
    // Each of the jobs is asked for by an address of its own.
    rig.faults.set({ id: 'limit', server: 'github', kind: 'status', status: 429, path: '/jobs', remaining: 1 });
    const before = counts.full + counts.notModified;
    await expect(fleet.read()).rejects.toMatchObject({ kind: 'rate-limited', retryAfterSeconds: 60 });
    // What was left of the burst would have its turn before these.
    await fleet.read();
    expect(counts.full + counts.notModified - before).toBeLessThan(1.5 * usual);
  });
});
