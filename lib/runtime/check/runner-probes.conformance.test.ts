import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import { createSandboxClock, type SandboxClock } from '#sandbox/clock.ts';
import { createFaultSwitches } from '#sandbox/faults.ts';
import { createActionsService } from '#sandbox/github/actions/service.ts';
import { EVERY_RIGHT } from '#sandbox/github/rest/tokens.ts';
import { GITHUB_SEED, ORGANIZATION } from '#sandbox/github/seed.ts';
import { type RunningGitHub, startGitHub } from '#sandbox/github/server.ts';
import { runnerProbes } from './runner-probes.ts';

let clock: SandboxClock;
let github: RunningGitHub;
beforeAll(async () => {
  clock = createSandboxClock();
  github = await startGitHub({
    port: 0,
    clock,
    faults: createFaultSwitches(),
    service: createActionsService(clock, { ...GITHUB_SEED, jobs: [] }),
    tokens: [
      { token: 'ghp_all', login: 'ada', rights: EVERY_RIGHT },
      { token: 'ghp_runners', login: 'bob', rights: { ...EVERY_RIGHT, actions: false } },
      {
        token: 'ghp_none',
        login: 'eve',
        rights: { organizationRunners: false, repositoryRunners: false, actions: true },
      },
    ],
  });
});
afterAll(async () => {
  await github.close();
  clock.stop();
});

async function check(token: string, url = github.url) {
  const host = {
    id: 'github',
    kind: 'github' as const,
    url,
    token,
    privateKey: '',
    organizations: [ORGANIZATION],
    repositories: [],
    instance: false,
  };
  const [probe] = runnerProbes({ runners: [host] }, createSystemClock());
  return { id: probe?.id, findings: (await probe?.diagnose())?.findings ?? [] };
}

describe('the check of runners on GitHub', () => {
  it('says how many it sees', async () => {
    const { id, findings } = await check('ghp_all');
    expect(id).toBe('runners/github');
    expect(findings).toEqual([{ subject: 'read runners', state: 'ok', detail: '1 runner is there' }]);
  });

  it('warns of what it may not see, with the right that shows it', async () => {
    const { findings } = await check('ghp_runners');
    expect(findings.map(({ state }) => state)).toEqual(['ok', 'warning', 'warning', 'warning']);
    expect(findings[1]?.remedy).toContain('Actions: read');
  });

  it.each([
    ['ghp_none', 'Self-hosted runners: read', 'PORTOLAN_RUNNERS_GITHUB_TOKEN'],
    ['ghp_unknown', 'Bad credentials', 'PORTOLAN_RUNNERS_GITHUB_TOKEN'],
  ])('with the token %s says %j and where it is configured', async (token, detail, remedy) => {
    const { findings } = await check(token);
    expect(findings).toMatchObject([
      { state: 'problem', detail: expect.stringContaining(detail), remedy: expect.stringContaining(remedy) },
    ]);
    expect(JSON.stringify(findings)).not.toContain(token);
  });

  it('says that nothing listens there', async () => {
    const { findings } = await check('ghp_all', 'http://127.0.0.1:9');
    expect(findings).toMatchObject([{ state: 'problem', detail: expect.stringContaining('nothing listens') }]);
  });
});
