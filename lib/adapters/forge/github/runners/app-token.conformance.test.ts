import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandboxClock, type SandboxClock } from '#sandbox/clock.ts';
import { createFaultSwitches } from '#sandbox/faults.ts';
import { createActionsService } from '#sandbox/github/actions/service.ts';
import { EVERY_RIGHT } from '#sandbox/github/rest/tokens.ts';
import { GITHUB_SEED, ORGANIZATION } from '#sandbox/github/seed.ts';
import { type RunningGitHub, startGitHub } from '#sandbox/github/server.ts';
import type { AppCredentials } from './app-token.ts';
import { createGitHubFleet } from './fleet.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = { type: 'pkcs1', format: 'pem' } as const;
const APP: AppCredentials = { appId: 'Iv23abc', installationId: 77, privateKey: privateKey.export(PEM).toString() };
const HOUR_MS = 3_600_000;

let clock: SandboxClock;
let github: RunningGitHub;
beforeAll(async () => {
  clock = createSandboxClock();
  github = await startGitHub({
    port: 0,
    clock,
    faults: createFaultSwitches(),
    service: createActionsService(clock, { ...GITHUB_SEED, jobs: [] }),
    tokens: [],
    apps: [{ id: 'Iv23abc', installationId: 77, publicKey, rights: EVERY_RIGHT }],
  });
});
afterAll(async () => {
  await github.close();
  clock.stop();
});

function fleetAs(credentials: AppCredentials, now: () => number = () => clock.now()) {
  const connection = { id: 'github', label: 'GitHub', url: github.url, timeoutMs: 10_000 };
  return createGitHubFleet({
    ...connection,
    credentials,
    clock: { now },
    organizations: [ORGANIZATION],
    repositories: [],
  });
}

describe('a GitHub App', () => {
  it('reads the fleet with a token that it makes itself, once for many readings', async () => {
    const fleet = fleetAs(APP);
    expect((await fleet.read()).runners.size).toBe(1);
    const before = { ...github.counts };
    await fleet.read();
    // Another token would have been told everything anew.
    expect(github.counts.full).toBe(before.full);
    expect(github.tokensMade).toBe(1);
  });

  it('makes another one shortly before the hour is over', async () => {
    let passed = 0;
    const fleet = fleetAs(APP, () => clock.now() + passed);
    await fleet.read();
    const made = github.tokensMade;
    passed = HOUR_MS - 6 * 60_000;
    await fleet.read();
    expect(github.tokensMade).toBe(made);
    passed = HOUR_MS - 4 * 60_000;
    // GitHub's own clock did not pass, so that it takes the statement for one of the future.
    await expect(fleet.read()).rejects.toMatchObject({ kind: 'auth' });
  });

  it('makes another one when GitHub refuses the one it has, whatever its time', async () => {
    const fleet = fleetAs(APP);
    await fleet.read();
    const made = github.tokensMade;
    github.tokens.set({ token: 'ghs_another', login: 'app-Iv23abc', rights: EVERY_RIGHT });
    await expect(fleet.read()).rejects.toMatchObject({ kind: 'auth' });
    await expect(fleet.read()).resolves.toMatchObject({ gaps: new Map() });
    expect(github.tokensMade).toBe(made + 1);
  });

  it.each<[string, Partial<AppCredentials>, object]>([
    ['of another App', { privateKey: stranger.privateKey.export(PEM).toString() }, { kind: 'auth', status: 401 }],
    ['with another id', { appId: 'Iv23other' }, { kind: 'auth', status: 401 }],
    ['that is not installed there', { installationId: 78 }, { kind: 'auth' }],
    ['whose key is none', { privateKey: 'no key' }, { kind: 'auth' }],
  ])('%s is refused, and its key is never told', async (_what, change, expected) => {
    const credentials = { ...APP, ...change };
    const error: unknown = await fleetAs(credentials)
      .read()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ provider: 'github', ...expected });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('PRIVATE KEY');
  });
});
