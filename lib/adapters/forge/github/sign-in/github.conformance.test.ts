import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import { type IdentityFixture, identityConformance, kindOf } from '#lib/ports/identity.conformance.ts';
import { createSignInBrowser } from '#lib/testing/sign-in-browser.ts';
import type { SeedApplication } from '#sandbox/github/oauth/people.ts';
import {
  APP,
  APPLICATION,
  type ExampleGitHub,
  PEOPLE,
  startExampleGitHub,
} from '#sandbox/github/testing/example-github.ts';
import { diagnoseGitHubSignIn } from './diagnose.ts';
import { createGitHubProvider } from './provider.ts';

const SCOPES = ['repo', 'read:org'];
const passwordOf = (username: string) => `password of ${username}`;

const optionsFor = (url: string, application: SeedApplication, clientSecret = application.clientSecret) => ({
  id: 'github',
  name: 'GitHub',
  issuer: url,
  clientId: application.clientId,
  clientSecret,
  redirectUri: application.callbackUrl,
  scopes: SCOPES,
});

async function begin(application: SeedApplication): Promise<IdentityFixture> {
  const example = await startExampleGitHub({}, undefined, PEOPLE);
  const { github, clock, faults } = example;
  const browser = () => createSignInBrowser(github.url);
  const { clientId: id, clientSecret: secret, callbackUrl: redirectUri } = application;
  const idOf = (login: string) => String(github.people.byLogin(login)?.id);
  return {
    open: (wrong) => createGitHubProvider(optionsFor(github.url, application, wrong), createSystemClock()),
    client: { id, secret, redirectUri, scopes: SCOPES },
    authorizeUrl: `${github.url}/login/oauth/authorize`,
    person: {
      issuer: github.url,
      subject: idOf('ada'),
      username: 'ada',
      name: 'Ada Archer',
      avatarUrl: `${github.url}/avatars/u/${idOf('ada')}`,
      groups: ['Homelab-Platform', 'Homelab-Platform/developers'],
    },
    other: { username: 'rae', subject: idOf('rae'), group: 'Homelab-Platform/readers' },
    signIn: (url, username) => browser().signIn(url, username, passwordOf(username)),
    decline: (url, username) => browser().decline(url, username, passwordOf(username)),
    async works(accessToken) {
      const headers = { authorization: `Bearer ${accessToken}` };
      return (await fetch(`${github.url}/api/v3/user`, { headers })).status === 200;
    },
    setMember: (username, isMember) => github.people.setTeamMember('Homelab-Platform', 'readers', username, isMember),
    withdraw: (username) => github.withdrawTokensOf(username),
    expire:
      application.kind === 'oauth-app'
        ? null
        : async () => {
            clock.setRate(10_000_000);
            await sleep(10);
            clock.setRate(1);
          },
    break: (at, kind, status) =>
      faults.set({
        id: `${at} ${kind}`,
        server: 'github',
        kind,
        path: at === 'token' ? '/login/oauth/access_token' : '/api/v3/user',
        ...(status === undefined ? {} : { status }),
      }),
    mend: () => faults.clear(),
    close: () => example.close(),
  };
}

const TRAITS = { hasIdToken: false, renewalEndsAccess: true, canRevoke: true };
identityConformance('GitHub, OAuth app', { ...TRAITS, tokensEnd: false }, () => begin(APPLICATION));
identityConformance('GitHub App', { ...TRAITS, tokensEnd: true }, () => begin(APP));

describe('GitHub', () => {
  let example: ExampleGitHub;
  const teams = Array.from({ length: 230 }, (_, index) => ({ slug: `team-${index}`, members: ['grace'] }));
  beforeAll(async () => {
    const organizations = [...PEOPLE.organizations, { login: 'large', teams }];
    example = await startExampleGitHub({}, undefined, { ...PEOPLE, organizations });
  });
  afterAll(() => example.close());

  const signIn = async (username: string, scopes = SCOPES) => {
    const { url } = example.github;
    const provider = createGitHubProvider({ ...optionsFor(url, APPLICATION), scopes }, createSystemClock());
    const started = await provider.start();
    const callback = await createSignInBrowser(url).signIn(started.redirectUrl, username, passwordOf(username));
    return { provider, finished: provider.finish(callback, started) };
  };

  it('tells all teams of somebody who is in more than fit on a page', async () => {
    const { identity } = await (await signIn('grace')).finished;
    expect(identity.groups.filter((group) => group.startsWith('large/'))).toHaveLength(230);
    expect(identity.groups).toEqual(
      expect.arrayContaining(['Homelab-Platform/developers', 'large', 'others', 'others/everyone']),
    );
  });

  it('signs in who has no name and is nowhere a member', async () => {
    const { identity } = await (await signIn('stranger')).finished;
    expect(identity).toMatchObject({ username: 'stranger', name: 'stranger', groups: [] });
  });

  it('says which scope is missing where it does not tell the groups', async () => {
    const { finished } = await signIn('rae', ['repo']);
    await expect(finished).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining('read:org') });
  });

  it('does not take a callback that is not registered', async () => {
    const { url } = example.github;
    const elsewhere = { ...optionsFor(url, APPLICATION), redirectUri: 'http://localhost:3000/elsewhere' };
    const provider = createGitHubProvider(elsewhere, createSystemClock());
    const started = await provider.start();
    const callback = await createSignInBrowser(url).signIn(started.redirectUrl, 'ada', passwordOf('ada'));
    expect(callback.searchParams.get('error')).toBe('redirect_uri_mismatch');
    expect(await kindOf(provider.finish(callback, started))).toBe('auth');
  });

  it('is asked by the check of connections whether it knows the portal', async () => {
    const names = { clientIdName: 'forges[0].clientId', clientSecretName: 'PORTOLAN_FORGE_GITHUB_CLIENT_SECRET' };
    const check = async (secret?: string) => {
      const options = { ...optionsFor(example.github.url, APPLICATION, secret), ...names };
      return (await diagnoseGitHubSignIn(options)).findings.map(({ subject, state }) => [subject, state]);
    };
    expect(await check()).toEqual([
      ['client', 'ok'],
      ['redirect', 'unknown'],
    ]);
    expect(await check('wrong')).toEqual([
      ['client', 'problem'],
      ['redirect', 'unknown'],
    ]);
  });
});
