import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { UserContext } from '#lib/portal/context.ts';
import { openSignInRig, type SignInRig } from '#lib/testing/sign-in-rig.ts';
import { authenticate } from './authenticate.ts';
import { signOut, signOutEverywhere } from './sign-out.ts';

let rig: SignInRig;
beforeAll(async () => {
  rig = await openSignInRig();
});
afterAll(() => rig.close());
afterEach(() => {
  rig.gitlab.faults.clear();
  rig.ended.length = 0;
  rig.warnings.length = 0;
});

const who = (token: string) => authenticate(rig.portal.services, token);

async function signedIn(username = 'ada'): Promise<{ token: string; context: UserContext }> {
  const { token } = await rig.signIn(username);
  const actor = await who(token);
  if (actor === null) {
    throw new Error(`${username} is not signed in`);
  }
  return { token, context: { actor, requestId: 'request-2', services: rig.portal.services } };
}

const lastAudit = async () => (await rig.portal.services.store.audit.list({ limit: 1 }))[0];
const credentialOf = ({ actor }: UserContext) => rig.portal.services.store.credentials.find(actor.accountId);

describe('signing out', () => {
  it('ends this session and its live streams, and no other', async () => {
    const [here, there] = [await signedIn(), await signedIn()];
    await signOut(here.context);
    expect([await who(here.token), (await who(there.token))?.username]).toEqual([null, 'ada']);
    expect(rig.ended).toEqual([here.context.actor.sessionId]);
    expect(await credentialOf(there.context)).not.toBeNull();
    expect(await lastAudit()).toMatchObject({
      action: 'session.sign-out',
      subjectKind: 'session',
      subjectId: here.context.actor.sessionId,
      requestId: 'request-2',
    });
  });
});

describe('signing out everywhere', () => {
  it('ends every session of the person, forgets their tokens and takes them back at the forge', async () => {
    const [first, second, other] = [await signedIn('grace'), await signedIn('grace'), await signedIn('ada')];
    await signOutEverywhere(first.context);
    expect([await who(first.token), await who(second.token)]).toEqual([null, null]);
    expect((await who(other.token))?.username).toBe('ada');
    expect(rig.ended).toEqual(expect.arrayContaining([first.context.actor.sessionId, second.context.actor.sessionId]));
    expect(await credentialOf(first.context)).toBeNull();
    expect(await credentialOf(other.context)).not.toBeNull();
    expect(await lastAudit()).toMatchObject({ subjectKind: 'account', detail: { sessions: rig.ended.length } });
  });

  it('takes back the very tokens that the portal had', async () => {
    const { context } = await signedIn('root');
    const { accessToken = '' } = (await credentialOf(context)) ?? {};
    const status = async () =>
      (await fetch(`${rig.gitlab.url}/api/v4/user`, { headers: { authorization: `Bearer ${accessToken}` } })).status;
    expect(await status()).toBe(200);
    await signOutEverywhere(context);
    expect(await status()).toBe(401);
  });

  it('works without the forge, which the log says', async () => {
    const { token, context } = await signedIn('grace');
    rig.gitlab.faults.set({ id: 'down', server: 'gitlab', kind: 'reset' });
    await signOutEverywhere(context);
    expect([await who(token), await credentialOf(context)]).toEqual([null, null]);
    expect(rig.warnings).toEqual(['tokens could not be revoked at the forge']);
  });

  it('asks the forge for nothing where there are no tokens', async () => {
    const { token, context } = await signedIn('grace');
    await rig.portal.services.store.credentials.remove(context.actor.accountId);
    rig.gitlab.faults.set({ id: 'down', server: 'gitlab', kind: 'reset' });
    await signOutEverywhere(context);
    expect([await who(token), rig.warnings]).toEqual([null, []]);
  });
});
