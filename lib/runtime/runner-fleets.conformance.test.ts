import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createRegistry } from '#lib/adapters/prometheus/registry.ts';
import { createConnectionLog } from '#lib/portal/connection-log.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { whenever } from '#lib/testing/whenever.ts';
import { ORGANIZATION } from '#sandbox/github/seed.ts';
import { type ExampleGitHub, startExampleGitHub } from '#sandbox/github/testing/example-github.ts';
import {
  type ExampleGitLab,
  PROJECT,
  startExample,
  stopExample,
  TOKENS,
} from '#sandbox/gitlab/testing/example-gitlab.ts';
import type { PolledFleet } from './poll-fleet.ts';
import { startRunnerFleets } from './runner-fleets.ts';

describe('the runners of a configured forge', () => {
  const clock = createFakeClock();
  const failures: unknown[] = [];
  let gitlab: ExampleGitLab;
  let fleet: PolledFleet;

  beforeAll(async () => {
    gitlab = await startExample();
    // Rae maintains the one project and has no role in the group above it.
    gitlab.act.setGroupAccess('platform', 'rae', 0);
    gitlab.act.setProjectAccess(PROJECT, 'rae', 40);
    const forge = {
      id: 'gitlab',
      kind: 'gitlab',
      url: gitlab.url,
      token: TOKENS.rae,
      clientSecret: undefined,
      webhookSecret: undefined,
    } as const;
    const gitops = { forge: 'gitlab', repository: PROJECT, branch: 'main', urls: [], watched: [] };
    const watching = { metrics: createRegistry(), connections: createConnectionLog(clock) };
    const report = (_: string, error: unknown) => failures.push(error);
    const [first] = startRunnerFleets({ forges: [forge], gitops }, clock, { report, watching });
    if (first === undefined) {
      throw new Error('each forge has a fleet');
    }
    fleet = first;
  });
  afterAll(async () => {
    await fleet.poller.stop();
    await stopExample(gitlab);
  });
  const state = () => fleet.source.runners.source.state;

  it('are there, and the groups above the repository are asked, too: what may not be seen is said', async () => {
    const { runners, gaps } = fleet.source;
    await whenever(runners, () => runners.size > 0 && state() === 'live');
    expect([...runners.values()].map(({ name }) => name).toSorted()).toEqual(['docker runner', 'gpu runner']);
    expect([...gaps.values()]).toMatchObject([
      { id: 'gitlab/instance', reason: expect.stringContaining('403') },
      { id: 'gitlab/group/platform', remedy: expect.stringContaining('Maintainer in the group platform') },
    ]);
    expect(runners.source).toMatchObject({ id: 'runners/gitlab', label: 'Runners of gitlab' });
  });

  it('stay as they were while the forge is away, marked stale, and are live again within 5 s of its return', async () => {
    const { runners } = fleet.source;
    gitlab.faults.set({ id: 'away', server: 'gitlab', kind: 'reset' });
    fleet.poller.nudge();
    await clock.advance(4_000);
    await whenever(runners, () => state() === 'stale');
    expect(runners.size).toBe(2);
    expect(failures.length).toBeGreaterThan(0);
    gitlab.faults.clear();
    // As long as the next try may be away, and not a moment more.
    await clock.advance(5_000);
    await whenever(runners, () => state() === 'live');
  });

  it('are nobody’s to see once the token is refused, and it says what to do', async () => {
    const { runners, gaps } = fleet.source;
    gitlab.act.revokeTokensOf('rae');
    fleet.poller.nudge();
    await clock.advance(4_000);
    await whenever(runners, () => state() === 'forbidden');
    expect([runners.size, gaps.size]).toEqual([0, 0]);
    expect(runners.source.remedy).toContain('Renew the token');
  });
});

describe('the runners of a configured GitHub', () => {
  const clock = createFakeClock();
  const [watched, shared] = ['platform-docs', 'gpu-workstation'];
  let example: ExampleGitHub;

  beforeAll(async () => {
    example = await startExampleGitHub();
  });
  afterAll(() => example.close());

  it.each([
    ['are those of the repository', undefined, ['docs-pi']],
    [
      'are those of an organization that is named, too',
      { groups: [ORGANIZATION], instance: false },
      ['docs-pi', shared],
    ],
  ])('%s', async (_, runners, names) => {
    const { url } = example.github;
    const secrets = { token: 'ghp_all', clientSecret: undefined, webhookSecret: undefined };
    const forge = { id: 'github', kind: 'github' as const, url, runners, ...secrets };
    const repository = `${ORGANIZATION}/${watched}`;
    const gitops = { forge: 'github', repository, branch: 'main', urls: [], watched: [] };
    const watching = { metrics: createRegistry(), connections: createConnectionLog(clock) };
    const told = { report: () => undefined, watching };
    const [fleet] = startRunnerFleets({ forges: [forge], gitops }, clock, told);
    const found = fleet?.source.runners ?? new Map();
    await vi.waitFor(() => expect([...found.values()].map(({ name }) => name).toSorted()).toEqual(names));
    await fleet?.poller.stop();
  });
});
