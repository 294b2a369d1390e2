import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import { type IdentityFixture, identityConformance, kindOf } from '#lib/ports/identity.conformance.ts';
import { createSignInBrowser } from '#lib/testing/sign-in-browser.ts';
import type { GiteaOptions } from '#sandbox/gitea/index.ts';
import { APPLICATION, type ExampleGitea, startExample, stopExample } from '#sandbox/gitea/testing/example-gitea.ts';
import { diagnoseOidc } from './diagnose.ts';
import { GITEA_DIALECT } from './gitea-dialect.ts';
import { createOidcProvider } from './provider.ts';

const CLIENT = {
  id: APPLICATION.clientId,
  secret: APPLICATION.clientSecret,
  redirectUri: APPLICATION.redirectUris[0] ?? '',
  scopes: ['openid', 'profile', 'email', 'groups', 'read:user', 'write:repository', 'write:issue'],
};

const optionsFor = (gitea: ExampleGitea, clientSecret = CLIENT.secret) => ({
  id: 'gitea',
  name: 'Gitea',
  issuer: gitea.url,
  clientId: CLIENT.id,
  clientSecret,
  redirectUri: CLIENT.redirectUri,
  scopes: CLIENT.scopes,
  dialect: GITEA_DIALECT,
});
const open = (gitea: ExampleGitea, secret?: string) =>
  createOidcProvider(optionsFor(gitea, secret), createSystemClock());
const passwordOf = (username: string) => `password of ${username}`;

const PLACES = { token: '/login/oauth/access_token', person: '/login/oauth/userinfo' };

async function begin(change: Partial<GiteaOptions>): Promise<IdentityFixture> {
  const gitea = await startExample(change);
  const browser = () => createSignInBrowser(gitea.url);
  return {
    open: (secret) => open(gitea, secret),
    client: CLIENT,
    authorizeUrl: `${gitea.url}/login/oauth/authorize`,
    person: {
      issuer: gitea.url,
      subject: '2',
      username: 'ada',
      name: 'Ada Archer',
      avatarUrl: `${gitea.url}/avatars/2`,
      groups: ['platform', 'platform:developers'],
    },
    other: { username: 'rae', subject: '4', group: 'platform:readers' },
    signIn: (url, username) => browser().signIn(url, username, passwordOf(username)),
    decline: (url, username) => browser().decline(url, username, passwordOf(username)),
    async works(accessToken) {
      const headers = { authorization: `Bearer ${accessToken}` };
      return (await fetch(`${gitea.url}/api/v1/user`, { headers })).status === 200;
    },
    setMember: (username, isMember) => gitea.act.setTeamMember('platform', 'Readers', username, isMember),
    withdraw: (username) => gitea.act.revokeConsentsOf(username),
    async expire() {
      // Two hours, and not the month that refresh tokens live.
      gitea.clock.setRate(1_000_000);
      await sleep(10);
      gitea.clock.setRate(60);
    },
    break: (at, kind, status) =>
      gitea.faults.set({
        id: `${at} ${kind}`,
        server: 'gitea',
        kind,
        path: PLACES[at],
        ...(status === undefined ? {} : { status }),
      }),
    mend: () => gitea.faults.clear(),
    close: () => stopExample(gitea),
  };
}

const TRAITS = { hasIdToken: true, renewalEndsAccess: false, canRevoke: false, tokensEnd: true };
identityConformance('Gitea', TRAITS, () => begin({ invalidateRefreshTokens: true }));
identityConformance('Forgejo', TRAITS, () => begin({ invalidateRefreshTokens: true, version: '11.0.3+gitea-1.22.0' }));

describe('a Gitea as it comes', () => {
  let gitea: ExampleGitea;
  beforeAll(async () => {
    gitea = await startExample();
  });
  afterAll(() => stopExample(gitea));

  const signIn = async (username: string) => {
    const provider = open(gitea);
    const started = await provider.start();
    const url = await createSignInBrowser(gitea.url).signIn(started.redirectUrl, username, passwordOf(username));
    return await provider.finish(url, started);
  };

  it('lets a refresh token work more than once', async () => {
    const { tokens } = await signIn('ada');
    const again = () => kindOf(open(gitea).refresh(tokens.refreshToken ?? ''));
    expect([await again(), await again()]).toEqual(['no error', 'no error']);
  });

  it('gives no group, and the login for a name, to those who have neither', async () => {
    expect((await signIn('stranger')).identity).toMatchObject({ name: 'stranger', username: 'stranger', groups: [] });
  });

  it('lets tokens do on its API what was asked for, and no more', async () => {
    const { tokens } = await signIn('ada');
    const status = async (path: string, method = 'GET') => {
      const headers = { authorization: `token ${tokens.accessToken}` };
      return (await fetch(`${gitea.url}/api/v1${path}`, { method, headers })).status;
    };
    expect(await status('/repos/platform/gitops')).toBe(200);
    expect(await status('/user')).toBe(200);
    expect(await status('/repos/platform/gitops/labels')).toBe(200);
  });

  it('is found in order by the check of connections, though it lists no scope of its API', async () => {
    const names = { clientIdName: 'forges[0].clientId', clientSecretName: 'PORTOLAN_FORGE_GITEA_CLIENT_SECRET' };
    const { findings } = await diagnoseOidc({ ...optionsFor(gitea), ...names, now: () => Date.now() });
    expect(findings.map(({ subject, state }) => [subject, state])).toEqual([
      ['discovery', 'ok'],
      ['client', 'ok'],
      // Strangers are sent to the sign-in page before anything is looked at.
      ['redirect', 'unknown'],
      ['clock', 'ok'],
    ]);
    const wrong = await diagnoseOidc({ ...optionsFor(gitea, 'wrong'), ...names, now: () => Date.now() });
    expect(wrong.findings.find(({ subject }) => subject === 'client')).toMatchObject({
      state: 'problem',
      remedy: expect.stringContaining('PORTOLAN_FORGE_GITEA_CLIENT_SECRET'),
    });
  });
});
