import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type AttackRig, openAttackRig } from '#lib/testing/oidc/attack-rig.ts';
import { authenticate } from '#lib/usecases/session/authenticate.ts';

let rig: AttackRig;
beforeAll(async () => {
  rig = await openAttackRig();
});
afterAll(() => rig.close());
beforeEach(() => {
  rig.issuer.honest();
  rig.forget();
});

/** Signs somebody in, as the provider tells of them; gives the account. */
async function signInAs(sub: string, about: Record<string, unknown> = {}) {
  rig.issuer.lies = { ...rig.issuer.lies, claims: { sub }, userInfo: { sub, ...about } };
  const { redirectUrl, state } = await rig.begin();
  const { session } = await rig.comeBack(rig.issuer.authorize(redirectUrl), state);
  const actor = await authenticate(rig.portal.services, session);
  expect(actor).not.toBeNull();
  return actor;
}

const EMAIL = { email: 'dana@example.test', email_verified: true };

it('is issuer and subject: who is renamed stays who they are', async () => {
  const before = await signInAs('7', { preferred_username: 'dana', ...EMAIL });
  const after = await signInAs('7', { preferred_username: 'dana-new', email: 'new@example.test' });
  expect(after?.accountId).toBe(before?.accountId);
  expect(after?.username).toBe('dana-new');
});

it.each([
  ['of the same name, made anew after the first was removed', '9', { preferred_username: 'dana', ...EMAIL }],
  ['of the same name in other letters', '10', { preferred_username: 'DANA' }],
  ['of the same e-mail', '11', { preferred_username: 'mallory', ...EMAIL }],
  ['whose e-mail is a list', '12', { preferred_username: 'mallory', email: 'mallory@evil.example,dana@example.test' }],
  ['whose name is the other’s number', '13', { preferred_username: '7', name: '7' }],
  ['whose number begins as the other`s', '7 ', { preferred_username: 'dana' }],
  ['whose number is written otherwise', '07', { preferred_username: 'dana' }],
])('is another for somebody %s', async (_, sub, about) => {
  const dana = await signInAs('7', { preferred_username: 'dana', ...EMAIL });
  expect((await signInAs(sub, about))?.accountId).not.toBe(dana?.accountId);
});

it('is another for the same number at another issuer', async () => {
  const dana = await signInAs('7');
  const { services } = rig.portal;
  const elsewhere = await services.store.accounts.signIn(
    { issuer: 'https://other.example', subject: '7', username: 'dana', name: 'Dana', avatarUrl: null, groups: [] },
    services.clock.now(),
  );
  expect(elsewhere.id).not.toBe(dana?.accountId);
});

it('gives no role to a group that merely looks like one that has it', async () => {
  for (const groups of [
    ['Platform'],
    ['platform/x'],
    ['platform '],
    ['platform,admins'],
    'platform',
    { 0: 'platform' },
  ]) {
    rig.issuer.lies.userInfo = { sub: '20', groups };
    rig.issuer.lies.claims = { sub: '20' };
    const { redirectUrl, state } = await rig.begin();
    const outcome = await rig.comeBack(rig.issuer.authorize(redirectUrl), state);
    expect([outcome.sessions, outcome.session]).toEqual([0, undefined]);
    expect(outcome.records).toEqual([expect.objectContaining({ outcome: 'refused', actorName: 'dana' })]);
  }
});
