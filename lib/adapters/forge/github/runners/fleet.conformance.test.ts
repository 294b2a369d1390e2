import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runnerFleetConformance } from '#lib/ports/runner-fleet.conformance.ts';
import { EVERY_RIGHT } from '#sandbox/github/rest/tokens.ts';
import { ORGANIZATION } from '#sandbox/github/seed.ts';
import { type ExampleGitHub, startExampleGitHub } from '#sandbox/github/testing/example-github.ts';
import { createGitHubFleet } from './fleet.ts';

const DOCS = `${ORGANIZATION}/platform-docs`;
const TRAINING = `${ORGANIZATION}/model-training`;
const EVERYWHERE = { organizations: [ORGANIZATION], repositories: [DOCS, TRAINING] };
const fleetOn = (url: string, token = 'ghp_all', places = EVERYWHERE) =>
  createGitHubFleet({
    id: 'github',
    label: 'Runners of github',
    url,
    credentials: { token },
    timeoutMs: 10_000,
    clock: Date,
    ...places,
  });

runnerFleetConformance('GitHub in the sandbox', async () => {
  const rig = await startExampleGitHub();
  const { github } = rig;
  return {
    everything: fleetOn(github.url),
    some: fleetOn(github.url, 'github_pat_docs'),
    nothing: fleetOn(github.url, 'github_pat_none'),
    unreachable: fleetOn('http://127.0.0.1:9'),
    farSide: async () => ({
      all: github.service.runners().map(({ name, status, labels, version, os, architecture }) => ({
        name,
        status,
        paused: false,
        labels: ['self-hosted', 'Linux', architecture, ...labels].toSorted(),
        version,
        platform: os,
        architecture: architecture === 'X64' ? 'amd64' : 'arm64',
      })),
      some: ['docs-pi'],
    }),
    // GitHub cannot pause a runner.
    pause: null,
    async startJob() {
      const { id } = github.service.enqueue({
        repository: TRAINING,
        workflow: 'train',
        name: 'fine-tune',
        labels: ['self-hosted', 'gpu'],
        seconds: null,
      });
      return { job: 'fine-tune', runner: 'gpu-workstation', end: async () => github.service.complete(id, 'success') };
    },
    close: rig.close,
  };
});

describe('the fleet of GitHub', () => {
  let rig: ExampleGitHub;
  beforeAll(async () => {
    rig = await startExampleGitHub();
  });
  afterAll(() => rig.close());
  const read = async (token?: string, places?: typeof EVERYWHERE) => fleetOn(rig.github.url, token, places).read();

  it('tells groups with the repositories that may use them, and where a runner is set up', async () => {
    const runners = [...(await read()).runners.values()];
    const [gpu, docs] = ['gpu-workstation', 'docs-pi'].map((name) => runners.find((each) => each.name === name));
    expect(gpu).toMatchObject({
      scope: { level: 'organization', paths: [ORGANIZATION] },
      group: { name: 'gpu', repositories: [TRAINING] },
      url: `${rig.github.url}/organizations/${ORGANIZATION}/settings/actions/runners/${gpu?.id.split('/').at(-1)}`,
    });
    expect(docs).toMatchObject({ scope: { level: 'repository', paths: [DOCS] }, status: 'offline' });
  });

  it('tells jobs that wait, with what they ask for and since when', async () => {
    const labels = ['self-hosted', 'riscv64'];
    const job = rig.github.service.enqueue({ repository: TRAINING, workflow: 'ci', name: 'cross', labels, seconds: 1 });
    const [waiting, ...more] = [...(await read()).waiting.values()];
    expect(more).toEqual([]);
    expect(waiting).toEqual({
      id: `github/${job.id}`,
      forge: 'github',
      name: 'cross',
      repository: TRAINING,
      isPublic: false,
      ref: 'main',
      labels,
      since: Math.floor(job.createdAt / 1000) * 1000,
      url: expect.stringMatching(/\/actions\/runs\/\d+\/job\/\d+$/),
    });
    rig.github.service.complete(job.id, 'cancelled');
  });

  it('looks through the repositories of the organization where none are named', async () => {
    const job = rig.github.service.enqueue({
      repository: DOCS,
      workflow: 'ci',
      name: 'c',
      labels: ['none'],
      seconds: 1,
    });
    const { waiting } = await read('ghp_all', { organizations: [ORGANIZATION], repositories: [] });
    expect([...waiting.values()].map(({ repository }) => repository)).toEqual([DOCS]);
    rig.github.service.complete(job.id, 'cancelled');
  });

  it('names the right to jobs where only that one is missing', async () => {
    rig.github.tokens.set({ token: 'ghp_runners', login: 'bob', rights: { ...EVERY_RIGHT, actions: false } });
    const { runners, gaps } = await read('ghp_runners');
    expect(runners.size).toBe(2);
    expect([...gaps.values()].map(({ subject }) => subject)).toEqual([
      `The jobs of ${DOCS}`,
      `The jobs of ${TRAINING}`,
    ]);
    expect([...gaps.values()][0]?.remedy).toContain('Actions: read');
  });

  it('costs none of the hour’s requests while nothing changes, and few when something does', async () => {
    const fleet = fleetOn(rig.github.url);
    const { counts, service } = rig.github;
    const first = await fleet.read();
    const before = { ...counts };
    for (let time = 0; time < 5; time += 1) {
      expect(await fleet.read()).toEqual(first);
    }
    expect(counts.full).toBe(before.full);
    expect(counts.notModified).toBeGreaterThan(before.notModified);
    const [runner] = service.runners();
    service.setStatus(runner?.id ?? 0, 'offline');
    const changed = [...(await fleet.read()).runners.values()].find(({ name }) => name === runner?.name);
    expect(changed?.status).toBe('offline');
    expect(counts.full - before.full).toBe(1);
    service.setStatus(runner?.id ?? 0, 'online');
  });

  it('waits as long as GitHub says once the hour is used up', async () => {
    const small = await startExampleGitHub({}, 3);
    const error: unknown = await fleetOn(small.github.url)
      .read()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'rate-limited', status: 403, provider: 'github' });
    const { retryAfterSeconds = 0 } = error as { retryAfterSeconds?: number };
    expect(retryAfterSeconds).toBeGreaterThan(3000);
    expect(retryAfterSeconds).toBeLessThanOrEqual(3601);
    await small.close();
  });

  it.each([
    [{ kind: 'status', status: 429, retryAfterSeconds: 7 } as const, { kind: 'rate-limited', retryAfterSeconds: 7 }],
    [{ kind: 'status', status: 401 } as const, { kind: 'auth', status: 401 }],
    [{ kind: 'status', status: 500 } as const, { kind: 'unavailable', status: 500 }],
    [{ kind: 'html' } as const, { kind: 'unavailable', status: 502 }],
    [{ kind: 'truncate' } as const, { kind: 'unavailable' }],
    [{ kind: 'reset' } as const, { kind: 'unavailable' }],
  ])('%j is %j', async (rule, expected) => {
    rig.faults.set({ id: 'f', server: 'github', ...rule });
    const error: unknown = await read().catch((thrown: unknown) => thrown);
    rig.faults.clear();
    expect(error).toMatchObject({ provider: 'github', ...expected });
    expect(String(error)).not.toContain('ghp_');
    expect((await read()).runners.size).toBe(2);
  });
});
