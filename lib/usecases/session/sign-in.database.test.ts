import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { openSignInRig, REQUESTER, SESSION_MS, type SignInRig } from '#lib/testing/sign-in-rig.ts';
import { authenticate } from './authenticate.ts';
import { finishSignIn, signInSingleUser, startSignIn } from './sign-in.ts';
import { hashSessionToken } from './token.ts';

const MINUTE = 60_000;

let rig: SignInRig;
beforeAll(async () => {
  rig = await openSignInRig();
});
afterAll(() => rig.close());
afterEach(() => {
  services().signIn.provider = rig.provider;
});

const services = () => rig.portal.services;
const who = (token: string | undefined) => authenticate(services(), token);
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => {
      expect(error).toBeInstanceOf(PortalError);
      return (error as PortalError).code;
    },
  );

describe('signing in', () => {
  it('makes the account, a session whose secret only the browser has, and a line in the audit log', async () => {
    const { token, returnTo } = await rig.signIn('ada', '/waves?sort=name');
    expect(returnTo).toBe('/waves?sort=name');
    expect(token).toMatch(/^[\w-]{43}$/);
    const actor = await who(token);
    expect(actor).toMatchObject({
      username: 'ada',
      name: 'Ada Archer',
      role: 'developer',
      groups: ['platform', 'platform/apps'],
    });
    const session = await services().store.sessions.findByTokenHash(hashSessionToken(token));
    expect(session).toMatchObject({ id: actor?.sessionId, userAgent: REQUESTER.userAgent });
    expect(JSON.stringify(session)).not.toContain(token);
    expect(await services().store.audit.list({ limit: 1 })).toEqual([
      expect.objectContaining({
        action: 'session.sign-in',
        actorName: 'ada',
        subjectId: actor?.sessionId,
        outcome: 'done',
      }),
    ]);
  });

  it('keeps the person’s own tokens', async () => {
    const actor = await who((await rig.signIn()).token);
    const credential = await services().store.credentials.find(actor?.accountId ?? '');
    const answer = await fetch(`${rig.gitlab.url}/api/v4/user`, {
      headers: { authorization: `Bearer ${credential?.accessToken}` },
    });
    expect(await answer.json()).toMatchObject({ username: 'ada' });
  });

  it('is the same account the next time, with another session', async () => {
    const [first, second] = [await who((await rig.signIn()).token), await who((await rig.signIn()).token)];
    expect(second?.accountId).toBe(first?.accountId);
    expect(second?.sessionId).not.toBe(first?.sessionId);
  });

  it.each([
    ['//evil.example'],
    ['/\\evil.example'],
    ['/\t/evil.example'],
    ['/\n/evil.example'],
    ['/a\\..\\..\\evil'],
    ['https://evil.example'],
    ['javascript:alert(1)'],
    ['waves'],
    [''],
    [7],
    [undefined],
  ])('leads nobody to %j', async (returnTo) => {
    const { state } = await startSignIn(services(), returnTo);
    expect((await services().store.sessions.takePending(state))?.returnTo).toBe('/');
  });

  it('leads nobody to an address longer than any of ours', async () => {
    const { state } = await startSignIn(services(), `/${'x'.repeat(3000)}`);
    expect((await services().store.sessions.takePending(state))?.returnTo).toBe('/');
  });

  it.each([['/'], ['/applications/argocd/web?tab=resources#top'], ['/search?q=größe&x=日本']])(
    'leads back to %s',
    async (returnTo) => {
      const { state } = await startSignIn(services(), returnTo);
      expect((await services().store.sessions.takePending(state))?.returnTo).toBe(returnTo);
    },
  );

  it('is over for a browser that did not begin it, a second time, and after twenty-five minutes', async () => {
    const arrived = await rig.arrive();
    const other = await startSignIn(services(), '/');
    expect(await failure(finishSignIn(services(), { ...arrived, state: other.state }, REQUESTER))).toBe(
      'invalid-input',
    );
    expect(await failure(finishSignIn(services(), { ...arrived, state: '' }, REQUESTER))).toBe('invalid-input');
    await finishSignIn(services(), arrived, REQUESTER);
    expect(await failure(finishSignIn(services(), arrived, REQUESTER))).toBe('invalid-input');
    const late = await rig.arrive();
    rig.pass(25 * MINUTE);
    expect(await failure(finishSignIn(services(), late, REQUESTER))).toBe('invalid-input');
  });

  it('lets one of two callbacks at once in', async () => {
    const arrived = await rig.arrive();
    const outcomes = await Promise.all([1, 2].map(() => failure(finishSignIn(services(), arrived, REQUESTER))));
    expect(outcomes.toSorted()).toEqual(['invalid-input', 'no error']);
  });

  it('is refused to a person whom no group gives a role; the audit log says so, and no token of theirs is left', async () => {
    const arrived = await rig.arrive('stranger');
    const before = await services().store.audit.list({ limit: 1000 });
    expect(await failure(finishSignIn(services(), arrived, REQUESTER))).toBe('not-permitted');
    const [record, ...others] = await services().store.audit.list({ limit: 1000 });
    expect(others).toEqual(before);
    expect(record).toMatchObject({ action: 'session.sign-in', actorName: 'stranger', outcome: 'refused' });
    expect(rig.gitlab.inspect.liveTokens('stranger')).toBe(0);
  });
});

describe('a session', () => {
  it('is nobody’s without its secret', async () => {
    await rig.signIn();
    expect(await Promise.all([undefined, '', 'made-up', hashSessionToken('x')].map(who))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('ends when it was not used for as long as configured, and not before', async () => {
    const { token } = await rig.signIn();
    rig.pass(SESSION_MS - MINUTE);
    expect(await who(token)).not.toBeNull();
    rig.pass(SESSION_MS - MINUTE);
    expect(await who(token)).not.toBeNull();
    rig.pass(SESSION_MS);
    expect(await who(token)).toBeNull();
  });

  it('is written to at most once a minute', async () => {
    const { token } = await rig.signIn();
    const seen = async () => (await services().store.sessions.findByTokenHash(hashSessionToken(token)))?.lastSeenAt;
    const begun = await seen();
    rig.pass(MINUTE / 2);
    await who(token);
    expect(await seen()).toBe(begun);
    rig.pass(MINUTE);
    await who(token);
    expect(await seen()).toBeGreaterThan(begun ?? 0);
  });

  it('has the highest role that the groups of now give, and is nobody’s without one', async () => {
    const { token } = await rig.signIn();
    const { accountId = '' } = (await who(token)) ?? {};
    for (const [groups, role] of [
      [['platform', 'platform/admins'], 'admin'],
      [['platform'], 'developer'],
      [['platform/apps', 'Platform', 'platform/admins/sub'], undefined],
      [[], undefined],
    ] as const) {
      await services().store.accounts.updateGroups(accountId, [...groups]);
      expect((await who(token))?.role).toBe(role);
    }
  });
});

describe('a portal with a single user', () => {
  beforeEach(() => {
    services().signIn.provider = null;
  });

  it('lets that one in as administrator, with the name of the configured token', async () => {
    const { token, returnTo } = await signInSingleUser(services(), '/changes', REQUESTER);
    expect(returnTo).toBe('/changes');
    expect(await who(token)).toMatchObject({ username: 'portal', role: 'admin', groups: [] });
  });

  it('knows no sign-in with a forge, and the other way round', async () => {
    expect(await failure(startSignIn(services(), '/'))).toBe('not-found');
    services().signIn.provider = rig.provider;
    expect(await failure(signInSingleUser(services(), '/', REQUESTER))).toBe('not-found');
  });

  it('keeps nobody in when the mode changes', async () => {
    const { token: local } = await signInSingleUser(services(), '/', REQUESTER);
    services().signIn.provider = rig.provider;
    const { token: forge } = await rig.signIn();
    expect([await who(local), (await who(forge))?.username]).toEqual([null, 'ada']);
    services().signIn.provider = null;
    expect([(await who(local))?.username, await who(forge)]).toEqual(['portal', null]);
  });
});
