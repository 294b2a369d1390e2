import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRegistry } from '#lib/adapters/prometheus/registry.ts';
import { createConnectionLog } from '#lib/portal/connection-log.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { whenever } from '#lib/testing/whenever.ts';
import { createSandboxClock } from '#sandbox/clock.ts';
import { createFaultSwitches } from '#sandbox/faults.ts';
import { createActionsService } from '#sandbox/github/actions/service.ts';
import { EVERY_RIGHT } from '#sandbox/github/rest/tokens.ts';
import { GITHUB_SEED, ORGANIZATION } from '#sandbox/github/seed.ts';
import { type RunningGitHub, startGitHub } from '#sandbox/github/server.ts';
import type { PolledFleet } from './poll-fleet.ts';
import { startRunnerHosts } from './runner-hosts.ts';

const TOKEN = 'ghp_portal';
const ASK_AGAIN_MS = 2_000;

describe('the runners of a configured GitHub', () => {
  const clock = createFakeClock();
  const sandboxClock = createSandboxClock();
  const faults = createFaultSwitches();
  const failures: unknown[] = [];
  let github: RunningGitHub;
  let fleet: PolledFleet;

  beforeAll(async () => {
    github = await startGitHub({
      port: 0,
      clock: sandboxClock,
      faults,
      service: createActionsService(sandboxClock, GITHUB_SEED),
      tokens: [{ token: TOKEN, login: 'portolan', rights: EVERY_RIGHT }],
    });
    const host = { id: 'github', kind: 'github', url: github.url, token: TOKEN, privateKey: '' } as const;
    const watching = { metrics: createRegistry(), connections: createConnectionLog(clock) };
    const report = (_: string, error: unknown) => failures.push(error);
    const runners = [{ ...host, organizations: [ORGANIZATION], repositories: [], instance: false }];
    const [first] = startRunnerHosts({ runners }, clock, { report, watching });
    if (first === undefined) {
      throw new Error('each entry has a fleet');
    }
    fleet = first;
  });
  afterAll(async () => {
    await fleet.poller.stop();
    await github.close();
    sandboxClock.stop();
  });
  const state = () => fleet.source.runners.source.state;

  it('are there, with the jobs that wait', async () => {
    const { runners, waiting, gaps } = fleet.source;
    await whenever(runners, () => runners.size > 0 && state() === 'live');
    expect([...runners.values()].map(({ name }) => name)).toEqual(['gpu-workstation']);
    expect([...waiting.values()].map(({ name }) => name).toSorted()).toEqual(['build for arm64', 'integration tests']);
    expect([...gaps.values()]).toEqual([]);
    expect(runners.source).toMatchObject({ id: 'runners/github', label: 'Runners of github' });
  });

  it('are asked for all the time while somebody looks, which costs nothing while nothing changes', async () => {
    const { runners } = fleet.source;
    const before = { ...github.counts };
    const release = fleet.poller.interest();
    for (let poll = 1; poll <= 3; poll += 1) {
      const { asOf } = runners.source;
      await clock.advance(11_000);
      await whenever(runners, () => true);
      await expect.poll(() => runners.source.asOf).not.toBe(asOf);
    }
    release();
    expect(github.counts.full).toBe(before.full);
    expect(github.counts.notModified).toBeGreaterThan(before.notModified + 10);
  });

  it('stay as they were while GitHub is away, marked stale, and are live again within 5 s of its return', async () => {
    const { runners } = fleet.source;
    faults.set({ id: 'away', server: 'github', kind: 'reset' });
    fleet.poller.nudge();
    await clock.advance(ASK_AGAIN_MS);
    await whenever(runners, () => state() === 'stale');
    expect(runners.size).toBe(1);
    expect(failures.length).toBeGreaterThan(0);
    faults.clear();
    await clock.advance(5_000);
    await whenever(runners, () => state() === 'live');
  });

  it('are nobody’s to see once the token is refused', async () => {
    const { runners, waiting } = fleet.source;
    github.tokens.set({ token: 'ghp_another', login: 'portolan', rights: EVERY_RIGHT });
    fleet.poller.nudge();
    await clock.advance(ASK_AGAIN_MS);
    await whenever(runners, () => state() === 'forbidden');
    expect([runners.size, waiting.size]).toEqual([0, 0]);
    expect(runners.source.remedy).toContain('token');
  });
});
