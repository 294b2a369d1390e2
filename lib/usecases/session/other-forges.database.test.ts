import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '#lib/domain/actor/actor.ts';
import type { RoleMapping } from '#lib/domain/actor/roles.ts';
import type { Services } from '#lib/portal/context.ts';
import { type ForgeSignInRig, openForgeSignInRig } from '#lib/testing/forge-sign-in-rig.ts';
import { authenticate } from './authenticate.ts';
import { signOutEverywhere } from './sign-out.ts';
import { userForge } from './user-forge.ts';

const HOUR = 3_600_000;

/** The same rules as each of them spells its groups. */
const FORGES: ['gitea' | 'github', RoleMapping][] = [
  ['gitea', { developer: ['platform:developers'], viewer: ['platform:readers'] }],
  ['github', { developer: ['Homelab-Platform/developers'], viewer: ['Homelab-Platform/readers'] }],
];

describe.each(FORGES)('signing in with %s', (kind, roles) => {
  let rig: ForgeSignInRig;
  beforeAll(async () => {
    rig = await openForgeSignInRig(kind, roles);
  });
  afterAll(() => rig.close());

  const signIn = async (username: string): Promise<{ token: string; actor: UserActor }> => {
    const { token } = await rig.signIn(username);
    const actor = await authenticate(rig.portal.services, token);
    if (actor === null) {
      throw new Error(`${username} is not signed in`);
    }
    return { token, actor };
  };
  const credentialOf = ({ accountId }: UserActor) => rig.portal.services.store.credentials.find(accountId);

  it('gives the role that a group gives, and keeps the person’s own token, which works', async () => {
    const { actor } = await signIn('ada');
    expect(actor).toMatchObject({ username: 'ada', name: 'Ada Archer', role: 'developer' });
    expect((await signIn('rae')).actor.role).toBe('viewer');
    expect(await rig.works((await credentialOf(actor))?.accessToken)).toBe(true);
  });

  it('is the same account the next time', async () => {
    const [first, second] = [await signIn('grace'), await signIn('grace')];
    expect(second.actor.accountId).toBe(first.actor.accountId);
    expect(second.actor.sessionId).not.toBe(first.actor.sessionId);
  });

  it('lets nobody in whom no group gives a role', async () => {
    await expect(rig.signIn('stranger')).rejects.toMatchObject({ code: 'not-permitted' });
    expect(rig.warnings).toEqual([]);
  });

  it('forgets the tokens with the last session, and gives back what the forge takes back', async () => {
    const { token, actor } = await signIn('ada');
    const { accessToken } = (await credentialOf(actor)) ?? {};
    await signOutEverywhere({ actor, requestId: 'request-2', services: rig.portal.services });
    expect([await authenticate(rig.portal.services, token), await credentialOf(actor)]).toEqual([null, null]);
    // Gitea has no address for that: its tokens end by themselves.
    expect([await rig.works(accessToken), rig.warnings]).toEqual([kind === 'gitea', []]);
  });
});

const on = ({ forges }: Services) => ({ forgeId: forges[0]?.host.id ?? '' });

describe('the token of a person', () => {
  it('ends at Gitea and is renewed before, and the role follows the groups', async () => {
    const rig = await openForgeSignInRig('gitea', { developer: ['platform:developers'] });
    try {
      const { services } = rig.portal;
      const { token } = await rig.signIn('ada');
      const { accountId = '' } = (await authenticate(services, token)) ?? {};
      const before = await services.store.credentials.find(accountId);
      await userForge(services, accountId, on(services));
      expect(rig.refreshes).toBe(0);
      rig.pass(HOUR - 5 * 60_000);
      rig.setMember('ada', false);
      await userForge(services, accountId, on(services));
      const after = await services.store.credentials.find(accountId);
      expect([rig.refreshes, after?.accessToken === before?.accessToken]).toEqual([1, false]);
      expect(await rig.works(after?.accessToken)).toBe(true);
      expect(await authenticate(services, token)).toBeNull();
      // What was used once says so in Gitea's words, and the person is asked to sign in again.
      await services.store.credentials.save({
        ...before,
        accountId,
        accessToken: 'x',
        refreshToken: before?.refreshToken ?? '',
        expiresAt: 1,
      });
      await expect(userForge(services, accountId, on(services))).rejects.toMatchObject({ code: 'sign-in-again' });
    } finally {
      await rig.close();
    }
  });

  it('of an OAuth app of GitHub does not end, and nothing is renewed', async () => {
    const rig = await openForgeSignInRig('github', { developer: ['Homelab-Platform/developers'] });
    try {
      const { services } = rig.portal;
      const { accountId = '' } = (await authenticate(services, (await rig.signIn('ada')).token)) ?? {};
      const credential = await services.store.credentials.find(accountId);
      expect(credential).toMatchObject({ refreshToken: null, expiresAt: null });
      rig.pass(400 * 24 * HOUR);
      await userForge(services, accountId, on(services));
      expect([rig.refreshes, await services.store.credentials.find(accountId)]).toEqual([0, credential]);
    } finally {
      await rig.close();
    }
  });

  it('of an OAuth app of GitHub says each time who the person is by now, and whether it is good still', async () => {
    const rig = await openForgeSignInRig('github', { developer: ['Homelab-Platform/developers'] });
    try {
      const { services } = rig.portal;
      const { token } = await rig.signIn('ada');
      const { accountId = '' } = (await authenticate(services, token)) ?? {};
      rig.setMember('ada', false);
      await userForge(services, accountId, on(services));
      expect(await authenticate(services, token)).toBeNull();
      rig.setMember('ada', true);
      await userForge(services, accountId, on(services));
      expect((await authenticate(services, token))?.role).toBe('developer');
      rig.withdraw('ada');
      await expect(userForge(services, accountId, on(services))).rejects.toMatchObject({ code: 'sign-in-again' });
      expect(await services.store.credentials.find(accountId)).toBeNull();
    } finally {
      await rig.close();
    }
  });
});
