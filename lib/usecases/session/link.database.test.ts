import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { ownForge } from '#lib/portal/forge-of.ts';
import { createPortalForge } from '#lib/portal/portal-forge.ts';
import { createRepositorySnapshots } from '#lib/portal/repository-snapshots.ts';
import type { IdentityProvider, TokenSet } from '#lib/ports/identity.ts';
import { configMap } from '#lib/testing/config-map.ts';
import { createPretendForge, type PretendForge } from '#lib/testing/forge/pretend-forge.ts';
import { fail } from '#lib/testing/forge/pretend-repository.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { accountsView } from '#lib/views/accounts/read.ts';
import { adoptMergeRequests } from '../change/adopt.ts';
import { advanceChange } from '../change/advance.ts';
import { approveChange } from '../change/approve.ts';
import { mergeChange } from '../change/merge.ts';
import { actorOf } from './authenticate.ts';
import { finishLink, startLink } from './link.ts';
import { finishSignIn } from './sign-in.ts';
import { signOutEverywhere } from './sign-out.ts';
import { unlinkAccount } from './unlink.ts';
import { userForge } from './user-forge.ts';

const DAY_MS = 86_400_000;
const GITEA = 'http://gitea.example';
const WEB = 'web/shop';
const REQUESTER = { requestId: 'test', userAgent: 'test' };

/** The second forge proves whom the code of the callback names, as `name:token`. */
function createProvider(revoked: string[]): IdentityProvider {
  let count = 0;
  return {
    id: 'gitea',
    name: 'Gitea',
    issuer: GITEA,
    start: async () => {
      count += 1;
      const state = `state-${count}`;
      return { redirectUrl: `${GITEA}/login/oauth/authorize?state=${state}`, state, nonce: 'n', codeVerifier: 'v' };
    },
    finish: async (url) => {
      const [subject = '', accessToken = ''] = (url.searchParams.get('code') ?? '').split(':');
      const identity = {
        issuer: GITEA,
        subject,
        username: subject,
        name: subject,
        avatarUrl: null,
        groups: ['admins'],
      };
      return { identity, tokens: { ...tokens, accessToken } };
    },
    refresh: () => renewed(),
    identify: () => Promise.reject(new Error('nobody asks for groups there')),
    revoke: async ({ accessToken }) => void revoked.push(accessToken),
  };
}

/** What its tokens are like, and what comes of renewing them. */
let tokens: Omit<TokenSet, 'accessToken'>;
let renewed: () => Promise<TokenSet>;
let portal: TestPortal;
let gitea: PretendForge;
let revoked: string[];
let dana: UserContext;
let rui: UserContext;

beforeEach(async () => {
  portal = await createTestPortal();
  revoked = [];
  tokens = { refreshToken: null, expiresAt: null };
  renewed = () => Promise.reject(new Error('its tokens last'));
  gitea = createPretendForge({ 'web/config.yaml': configMap('before') }, WEB);
  gitea.users.add('ghost');
  const { services } = portal;
  const host = { ...gitea, id: 'gitea', name: 'Gitea', webUrl: GITEA };
  const forge = { host, portal: createPortalForge(host, 'token-portal'), provider: createProvider(revoked) };
  const ref = { forgeId: 'gitea', path: WEB };
  const snapshots = createRepositorySnapshots(forge.portal, WEB, 'main', services.clock);
  services.forges = [ownForge(services), forge];
  services.watched = [...services.watched, { ref, branch: 'main', forge, snapshots }];
  dana = await portal.as('dana');
  rui = await portal.as('rui');
});
afterEach(() => portal.close());

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof PortalError ? error.code : String(error)),
  );
async function comeBack(state: string, code: string, { cookie = state } = {}) {
  return {
    forge: 'gitea',
    url: new URL(`http://localhost:3000/api/session/callback/gitea?state=${state}&code=${code}`),
    state: cookie,
  };
}
/** Links the account that the second forge knows by this name and token. */
async function link(person: UserContext, name: string): Promise<string> {
  const { state } = await startLink(person, { forge: 'gitea', returnTo: '/changes' });
  const { returnTo } = await finishLink(person, await comeBack(state, `${name}:token-${name}`));
  return returnTo;
}
const accountOn = async (person: UserContext) =>
  (await accountsView.read(person, {})).data.accounts.find(({ forge }) => forge === 'gitea')?.account ?? null;
const lastAudit = async () => (await portal.store.audit.list({ limit: 1 }))[0];

describe('an account on another forge', () => {
  it('is the one that its person acts with there, and brings them back to where they were', async () => {
    expect(await failure(userForge(portal.services, dana.actor.accountId, { forgeId: 'gitea' }))).toBe('link-account');
    expect(await link(dana, 'dana')).toBe('/changes');
    const there = await userForge(portal.services, dana.actor.accountId, { forgeId: 'gitea' });
    expect(await there.whoAmI()).toMatchObject({ username: 'dana' });
    expect(await accountOn(dana)).toMatchObject({ username: 'dana' });
    expect(await accountOn(rui)).toBeNull();
    expect(await lastAudit()).toMatchObject({
      action: 'account.link',
      actorName: 'dana',
      outcome: 'done',
      detail: { forge: 'gitea', username: 'dana' },
    });
    expect(JSON.stringify(await portal.store.audit.list({ limit: 10 }))).not.toContain('token-dana');
  });

  it('gives nobody a role, and is nobody of its own', async () => {
    await link(dana, 'dana');
    const linked = await portal.store.accounts.findByIdentity(GITEA, 'dana');
    expect(linked).toMatchObject({ ownerId: dana.actor.accountId, groups: ['admins'] });
    expect(linked === null ? null : actorOf(portal.services, 'any', linked)).toBeNull();
  });

  it('of somebody else stays theirs, and what was proved is taken back', async () => {
    await link(dana, 'dana');
    expect(await failure(link(rui, 'dana'))).toBe('conflict');
    expect(revoked).toEqual(['token-dana']);
    expect(await lastAudit()).toMatchObject({ action: 'account.link', actorName: 'rui', outcome: 'refused' });
    expect(await accountOn(rui)).toBeNull();
    expect(await failure(userForge(portal.services, rui.actor.accountId, { forgeId: 'gitea' }))).toBe('link-account');
  });

  it('is linked only by who began it, once, with the browser that began it, and is no sign-in', async () => {
    const { state } = await startLink(dana, { forge: 'gitea', returnTo: '/' });
    expect(await failure(finishLink(dana, await comeBack(state, 'dana:t', { cookie: 'other' })))).toBe('invalid-input');
    expect(await failure(finishSignIn(portal.services, await comeBack(state, 'dana:t'), REQUESTER))).toBe(
      'invalid-input',
    );
    const second = await startLink(dana, { forge: 'gitea', returnTo: '/' });
    expect(await failure(finishLink(rui, await comeBack(second.state, 'rui:t')))).toBe('invalid-input');
    const third = await startLink(dana, { forge: 'gitea', returnTo: '/' });
    await finishLink(dana, await comeBack(third.state, 'dana:t'));
    expect(await failure(finishLink(dana, await comeBack(third.state, 'dana:t')))).toBe('invalid-input');
  });

  it('is not proved by what comes back to the address of another forge', async () => {
    const { state } = await startLink(dana, { forge: 'gitea', returnTo: '/' });
    // The forge that she links on sent her to the one that people sign in with, whose answer has her state.
    expect(await failure(finishSignIn(portal.services, await comeBack(state, 'code-of-gitlab'), REQUESTER))).toBe(
      'invalid-input',
    );
    const again = await startLink(dana, { forge: 'gitea', returnTo: '/' });
    const other = { ...(await comeBack(again.state, 'dana:t')), forge: 'gitlab' };
    expect(await failure(finishLink(dana, other))).toBe('not-found');
    expect(await lastAudit()).toMatchObject({ action: 'account.link', outcome: 'refused' });
  });

  it('takes the place of the one before, whose tokens are taken back', async () => {
    await link(dana, 'ghost');
    await link(dana, 'dana');
    expect(revoked).toEqual(['token-ghost']);
    const there = await userForge(portal.services, dana.actor.accountId, { forgeId: 'gitea' });
    expect(await there.whoAmI()).toMatchObject({ username: 'dana' });
    // The same once more is not taken back with the one before.
    await link(dana, 'dana');
    expect(revoked).toEqual(['token-ghost']);
    await unlinkAccount(dana, { forge: 'gitea' });
    expect(revoked).toEqual(['token-ghost', 'token-dana']);
    expect(await accountOn(dana)).toBeNull();
  });

  it('stays that of its person when people sign in with its forge one day, and the one before is theirs', async () => {
    await link(dana, 'ghost');
    await link(dana, 'dana');
    const { accounts } = portal.store;
    const identity = { issuer: GITEA, subject: 'dana', username: 'dana', name: 'dana', avatarUrl: null, groups: [] };
    const person = await accounts.signIn(identity, Date.now());
    expect(person.ownerId).toBeNull();
    const owned = (await accounts.listOwned(person.id)).map(({ issuer, subject }) => `${issuer} ${subject}`);
    expect(owned.toSorted()).toEqual([`${GITEA} ghost`, 'http://pretend dana']);
    const before = await accounts.findById(dana.actor.accountId);
    expect(before === null ? null : actorOf(portal.services, 'any', before)).toBeNull();
  });

  it('of a forge that people sign in with no more acts no more, and its token goes to no other', async () => {
    const { signIn } = portal.services;
    const moved = { ...signIn, provider: signIn.provider && { ...signIn.provider, issuer: 'http://new' } };
    const services = { ...portal.services, signIn: moved };
    const account = await portal.store.accounts.findById(dana.actor.accountId);
    expect(account === null ? null : actorOf(services, 'any', account)).toBeNull();
    expect(await failure(userForge(services, dana.actor.accountId, services.repository.ref))).toBe('sign-in-again');
  });

  it('leads to no other place than the portal’s own', async () => {
    const { state } = await startLink(dana, { forge: 'gitea', returnTo: '//evil.example/' });
    expect(await finishLink(dana, await comeBack(state, 'dana:t'))).toEqual({ returnTo: '/' });
  });

  it.each(['gitlab', 'no-such'])('cannot be linked on %s', async (forge) => {
    expect(await failure(startLink(dana, { forge, returnTo: '/' }))).toBe('not-found');
  });

  describe('of which its forge knows the token no more before its time', () => {
    const onGitea = () => userForge(portal.services, dana.actor.accountId, { forgeId: 'gitea' });
    const readThere = async () => await (await onGitea()).repository(WEB);
    beforeEach(async () => {
      tokens = { refreshToken: 'refresh-dana', expiresAt: portal.services.clock.now() + DAY_MS };
      await link(dana, 'dana');
      gitea.users.delete('dana');
    });

    it('is linked no more once it was refused there', async () => {
      renewed = () => Promise.reject(fail('auth', 'any', 'refused'));
      expect(await accountOn(dana)).toMatchObject({ username: 'dana' });
      await expect(readThere()).rejects.toMatchObject({ kind: 'auth' });
      expect(await accountOn(dana)).toBeNull();
      expect(await failure(onGitea())).toBe('link-account');
    });

    it('goes on with the next token where its forge gives one', async () => {
      renewed = async () => ({ ...tokens, accessToken: 'token-rui' });
      const there = await onGitea();
      // What changes something may have been done in part: it is not done again by itself.
      await expect(there.addNote(WEB, 1, 'Hello.')).rejects.toMatchObject({ kind: 'auth' });
      expect(await there.whoAmI()).toMatchObject({ username: 'rui' });
      expect(await readThere()).toMatchObject({ path: WEB });
      expect(await accountOn(dana)).toMatchObject({ username: 'dana' });
    });

    it('stays linked while its forge does not say so', async () => {
      renewed = () => Promise.reject(fail('timeout', 'any', 'silence'));
      await expect(readThere()).rejects.toMatchObject({ kind: 'auth' });
      expect(await accountOn(dana)).toMatchObject({ username: 'dana' });
    });
  });

  it('stays linked where something else is refused', async () => {
    tokens = { refreshToken: 'refresh-dana', expiresAt: portal.services.clock.now() + DAY_MS };
    await link(dana, 'dana');
    const there = await userForge(portal.services, dana.actor.accountId, { forgeId: 'gitea' });
    gitea.interfere(({ method }) => {
      if (method === 'approve') {
        throw fail('auth', 'any', 'refused');
      }
    });
    await expect(there.approve(WEB, 1, 'a'.repeat(40))).rejects.toMatchObject({ kind: 'auth' });
    expect(await accountOn(dana)).toMatchObject({ username: 'dana' });
  });

  it('takes the right', async () => {
    const vic = await portal.as('vic', { role: 'viewer' });
    expect(await failure(startLink(vic, { forge: 'gitea', returnTo: '/' }))).toBe('not-permitted');
    expect(await failure(unlinkAccount(vic, { forge: 'gitea' }))).toBe('not-permitted');
    expect(await failure(accountsView.read(vic, {}))).toBe('not-permitted');
  });

  it('is forgotten with all sessions, and taken back there', async () => {
    await link(dana, 'dana');
    await signOutEverywhere(dana);
    expect(revoked).toEqual(['token-dana']);
    expect(await failure(userForge(portal.services, dana.actor.accountId, { forgeId: 'gitea' }))).toBe('sign-in-again');
  });
});

describe('four eyes on another forge', () => {
  /** A merge request there, of this user of that forge. */
  async function proposed(username: string) {
    const actions = [{ action: 'update' as const, path: 'web/config.yaml', content: configMap('after') }];
    const startSha = gitea.repository.branches.get('main') ?? '';
    gitea.repository.commit({ branch: 'raise', startSha, message: 'raise', actions }, username);
    const request = { sourceBranch: 'raise', targetBranch: 'main', title: 'Raise', description: '', labels: [] };
    await gitea.as({ accessToken: `token-${username}` }).openMergeRequest(WEB, request);
    const context = {
      actor: { kind: 'system', name: 'change-driver' },
      requestId: 'test',
      services: portal.services,
    } as const;
    const { requests } = await adoptMergeRequests(context, { ref: { forgeId: 'gitea', path: WEB }, branch: 'main' });
    const [id = ''] = requests.keys();
    const { headSha, diffHash, requester } = await advanceChange(portal.services, id, 'test');
    return { look: { changeId: id, sha: headSha ?? '', diffHash: diffHash ?? '' }, requester };
  }

  it('are of two people: one approves with the linked account, its author does not', async () => {
    await link(dana, 'dana');
    const { look, requester } = await proposed('dana');
    expect(requester).toMatchObject({ accountId: dana.actor.accountId, username: 'dana' });
    expect(await failure(approveChange(dana, look))).toBe('refused');
    expect(await failure(approveChange(rui, look))).toBe('link-account');
    await link(rui, 'rui');
    expect(await approveChange(rui, look)).toMatchObject({ phase: 'approved' });
    expect([...(gitea.requests[0]?.approvals ?? [])]).toEqual(['rui']);
  });

  it('are not of one person with two accounts, linked one after the other', async () => {
    await link(dana, 'ghost');
    const { look } = await proposed('ghost');
    await unlinkAccount(dana, { forge: 'gitea' });
    expect(revoked).toEqual(['token-ghost']);
    await link(dana, 'dana');
    expect(await failure(approveChange(dana, look))).toBe('refused');
  });

  it('are not of one person of whom it comes out after they approved', async () => {
    const { look } = await proposed('ghost');
    await link(dana, 'dana');
    expect(await approveChange(dana, look)).toMatchObject({ phase: 'approved' });
    await link(dana, 'ghost');
    expect(await failure(mergeChange(dana, { changeId: look.changeId, sha: look.sha }))).toBe('refused');
    const change = await advanceChange(portal.services, look.changeId, 'test');
    expect(change).toMatchObject({ phase: 'open', requester: { accountId: dana.actor.accountId } });
  });

  it('are not of one person who pushed there before they linked', async () => {
    const { look, requester } = await proposed('ghost');
    expect(requester.accountId).toBe('gitea/ghost');
    await link(dana, 'ghost');
    await unlinkAccount(dana, { forge: 'gitea' });
    await link(dana, 'dana');
    expect(await failure(approveChange(dana, look))).toBe('refused');
  });
});
