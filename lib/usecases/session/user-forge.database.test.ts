import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Services } from '#lib/portal/context.ts';
import { ownForge } from '#lib/portal/forge-of.ts';
import { createLocks } from '#lib/portal/locks.ts';
import type { IdentityProvider } from '#lib/ports/identity.ts';
import { openSignInRig, type SignInRig } from '#lib/testing/sign-in-rig.ts';
import { authenticate } from './authenticate.ts';
import { userForge } from './user-forge.ts';

const TWO_HOURS = 2 * 3_600_000;
const REFUSED = { provider: 'GitLab', operation: 'renew', kind: 'auth', message: 'invalid_grant' } as const;

let rig: SignInRig;
const REPOSITORY = { forgeId: 'gitlab' };
let accountId: string;
/** Access tokens that a forge was opened with, in order. */
let used: string[];
let refreshes: number;
let services: Services;

beforeAll(async () => {
  rig = await openSignInRig();
});
afterAll(() => rig.close());
afterEach(() => {
  rig.gitlab.faults.clear();
});
beforeEach(async () => {
  used = [];
  refreshes = 0;
  const { token } = await rig.signIn();
  accountId = (await authenticate(rig.portal.services, token))?.accountId ?? '';
  services = another();
});

/** A portal on the same database, as another process has it: with locks of its own. */
function another(change: Partial<IdentityProvider> = {}): Services {
  const { signIn } = rig.portal.services;
  const own = ownForge(rig.portal.services);
  const provider: IdentityProvider = {
    ...rig.provider,
    refresh: (token) => {
      refreshes += 1;
      return rig.provider.refresh(token);
    },
    ...change,
  };
  return {
    ...rig.portal.services,
    locks: createLocks(),
    signIn: { ...signIn, provider },
    forges: [
      {
        ...own,
        host: {
          ...own.host,
          as: (given) => {
            used.push(given.accessToken);
            return own.host.as(given);
          },
        },
      },
    ],
  };
}

const credential = () => services.store.credentials.find(accountId);
const worksAtForge = async (accessToken: string | undefined) =>
  (await fetch(`${rig.gitlab.url}/api/v4/user`, { headers: { authorization: `Bearer ${accessToken}` } })).status ===
  200;
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string; kind?: string }) => error.code ?? error.kind,
  );

describe('the forge as a person sees it', () => {
  it('is opened with their token as long as it is good', async () => {
    const before = await credential();
    await userForge(services, accountId, REPOSITORY);
    expect([used, refreshes]).toEqual([[before?.accessToken], 0]);
  });

  it('gets a new token before the old one ends, kept for the next time', async () => {
    const before = await credential();
    rig.pass(TWO_HOURS);
    await userForge(services, accountId, REPOSITORY);
    const after = await credential();
    expect(after?.accessToken).not.toBe(before?.accessToken);
    expect(after?.refreshToken).not.toBe(before?.refreshToken);
    expect([used, refreshes]).toEqual([[after?.accessToken], 1]);
    expect(await worksAtForge(after?.accessToken)).toBe(true);
  });

  it('gets one new token for everyone who needs it at once', async () => {
    rig.pass(TWO_HOURS);
    await Promise.all(Array.from({ length: 20 }, () => userForge(services, accountId, REPOSITORY)));
    expect([used.length, new Set(used).size, refreshes]).toEqual([20, 1, 1]);
    expect(await worksAtForge(used[0])).toBe(true);
  });

  it('does with what another portal on the same database got, when both ask at once', async () => {
    rig.pass(TWO_HOURS);
    const portals = [services, another(), another()];
    const outcomes = await Promise.all(portals.map((portal) => failure(userForge(portal, accountId, REPOSITORY))));
    expect(outcomes).toEqual(['no error', 'no error', 'no error']);
    expect(new Set(used).size).toBe(1);
    expect((await credential())?.accessToken).toBe(used[0]);
    expect(await worksAtForge(used[0])).toBe(true);
  });

  it('does so, too, where what the first one got is long under way to the database', async () => {
    rig.pass(TWO_HOURS);
    const portals = [services, another(), another()].map((portal) => ({
      ...portal,
      store: {
        ...portal.store,
        credentials: {
          ...portal.store.credentials,
          replace: async (...args: Parameters<Services['store']['credentials']['replace']>) => {
            await wait(1_500);
            return await portal.store.credentials.replace(...args);
          },
        },
      },
    }));
    const outcomes = await Promise.all(portals.map((portal) => failure(userForge(portal, accountId, REPOSITORY))));
    expect(outcomes).toEqual(['no error', 'no error', 'no error']);
    expect([new Set(used).size, refreshes]).toEqual([1, 1]);
    expect(await worksAtForge(used[0])).toBe(true);
  });

  it('brings the groups up to date with each new token, and the role with them', async () => {
    const { token } = await rig.signIn();
    rig.pass(TWO_HOURS / 4);
    rig.gitlab.act.setGroupAccess('platform', 'ada', 0);
    expect((await authenticate(services, token))?.role).toBe('developer');
    rig.pass(TWO_HOURS / 4);
    await authenticate(services, token);
    rig.pass(TWO_HOURS / 4);
    await authenticate(services, token);
    rig.pass(TWO_HOURS / 4);
    await userForge(services, accountId, REPOSITORY);
    expect(await authenticate(services, token)).toBeNull();
    rig.gitlab.act.setGroupAccess('platform', 'ada', 30);
  });

  it('works although the groups cannot be asked for', async () => {
    rig.pass(TWO_HOURS);
    rig.gitlab.faults.set({ id: 'groups', server: 'gitlab', kind: 'status', status: 500, path: '/oauth/userinfo' });
    await userForge(services, accountId, REPOSITORY);
    expect((await services.store.accounts.findById(accountId))?.groups).toEqual(['platform', 'platform/apps']);
    expect(rig.warnings).toContain('groups could not be asked for');
  });

  it('takes a new sign-in once the forge takes the token back, and is not asked again before', async () => {
    rig.gitlab.act.revokeTokensOf('ada');
    rig.pass(TWO_HOURS);
    expect(await failure(userForge(services, accountId, REPOSITORY))).toBe('sign-in-again');
    expect(await credential()).toBeNull();
    expect(await failure(userForge(services, accountId, REPOSITORY))).toBe('sign-in-again');
    expect(refreshes).toBe(1);
  });

  it('does not bring back what was signed out everywhere while it was renewed, and gives the new token back', async () => {
    rig.pass(TWO_HOURS);
    let renewed: string | undefined;
    services = another({
      refresh: async (token) => {
        const tokens = await rig.provider.refresh(token);
        renewed = tokens.accessToken;
        await services.store.credentials.remove(accountId);
        return tokens;
      },
    });
    expect(await failure(userForge(services, accountId, REPOSITORY))).toBe('sign-in-again');
    expect([await credential(), used]).toEqual([null, []]);
    expect([typeof renewed, await worksAtForge(renewed)]).toEqual(['string', false]);
  });

  it('leaves what cannot be given back to its end, and says so', async () => {
    rig.pass(TWO_HOURS);
    services = another({
      refresh: async (token) => {
        const tokens = await rig.provider.refresh(token);
        await services.store.credentials.remove(accountId);
        return tokens;
      },
      revoke: () => Promise.reject(new Error('down')),
    });
    expect(await failure(userForge(services, accountId, REPOSITORY))).toBe('sign-in-again');
    expect(rig.warnings).toContain('renewed tokens that nobody wants any more could not be revoked');
  });

  it.each([
    ['is granted', (token: string) => rig.provider.refresh(token)],
    ['is refused', (_: string) => Promise.reject(new ExternalError(REFUSED))],
  ])('keeps the tokens of a sign-in that came while a renewal %s', async (_, answer) => {
    rig.pass(TWO_HOURS);
    const newer = { accountId, accessToken: 'newer', refreshToken: 'newer', expiresAt: null };
    services = another({
      refresh: async (token) => {
        const saved = services.store.credentials.save(newer);
        const [answered] = await Promise.allSettled([answer(token), saved]);
        if (answered.status === 'rejected') {
          throw answered.reason;
        }
        return answered.value;
      },
    });
    await userForge(services, accountId, REPOSITORY);
    expect([await credential(), used]).toEqual([newer, ['newer']]);
  });

  it('keeps the tokens of a sign-in that came at the last moment before those of a refused renewal were removed', async () => {
    rig.pass(TWO_HOURS);
    const newer = { accountId, accessToken: 'newer', refreshToken: 'newer', expiresAt: null };
    const { credentials } = services.store;
    const portal = another({ refresh: () => Promise.reject(new ExternalError(REFUSED)) });
    const late = async () => await credentials.save(newer);
    const removing = {
      ...credentials,
      remove: async (id: string) => {
        await late();
        await credentials.remove(id);
      },
      replace: async (...change: Parameters<typeof credentials.replace>) => {
        await late();
        return await credentials.replace(...change);
      },
    };
    await userForge({ ...portal, store: { ...portal.store, credentials: removing } }, accountId, REPOSITORY);
    expect([await credential(), used]).toEqual([newer, ['newer']]);
  });

  it.each([
    ['is down', { kind: 'reset' }, 'unavailable'],
    ['has enough of us', { kind: 'status', status: 429 }, 'rate-limited'],
    ['shows a page', { kind: 'html', status: 502 }, 'unavailable'],
  ] as const)('costs nobody their sign-in when the forge %s', async (_, fault, kind) => {
    const before = await credential();
    rig.pass(TWO_HOURS);
    rig.gitlab.faults.set({ id: 'fault', server: 'gitlab', path: '/oauth/token', ...fault });
    expect(await failure(userForge(services, accountId, REPOSITORY))).toBe(kind);
    expect(await credential()).toEqual(before);
    rig.gitlab.faults.clear();
    expect(await failure(userForge(services, accountId, REPOSITORY))).toBe('no error');
  });

  it('takes a new sign-in where there is nothing to renew with', async () => {
    const before = await credential();
    await services.store.credentials.save({ accountId, accessToken: 'x', refreshToken: null, expiresAt: 1 });
    expect(await failure(userForge(services, accountId, REPOSITORY))).toBe('sign-in-again');
    await services.store.credentials.remove(accountId);
    expect(await failure(userForge(services, accountId, REPOSITORY))).toBe('sign-in-again');
    expect([before === null, refreshes]).toEqual([false, 0]);
  });

  it('is the portal’s own for a single user', async () => {
    const alone = { ...services, signIn: { ...services.signIn, provider: null } };
    expect(await userForge(alone, accountId, REPOSITORY)).toBe(ownForge(alone).portal);
    expect(used).toEqual([]);
  });
});
