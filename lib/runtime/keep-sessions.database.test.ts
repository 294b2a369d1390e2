import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '#lib/ports/store.ts';
import { openSignInRig, type SignInRig } from '#lib/testing/sign-in-rig.ts';
import { authenticate } from '#lib/usecases/session/authenticate.ts';
import { signOut, signOutEverywhere } from '#lib/usecases/session/sign-out.ts';
import { keepSessions } from './keep-sessions.ts';

let rig: SignInRig;
/** How often the database was asked who it is. */
let asked: number;
let store: Store;
/** Where the database's answer waits before it is given. */
let gate: Promise<void>;
let found: PromiseWithResolvers<void>;

beforeAll(async () => {
  rig = await openSignInRig();
});
afterAll(() => rig.close());
beforeEach(() => {
  asked = 0;
  gate = Promise.resolve();
  found = Promise.withResolvers();
  const { store: below } = rig.portal.services;
  store = keepSessions({
    ...below,
    sessions: {
      ...below.sessions,
      async findByTokenHash(hash) {
        asked += 1;
        const session = await below.sessions.findByTokenHash(hash);
        found.resolve();
        await gate;
        return session;
      },
    },
  });
});

const services = () => ({ ...rig.portal.services, store });
const who = async (token: string) => (await authenticate(services(), token))?.username ?? null;
async function signedIn() {
  const { token } = await rig.signIn('ada');
  const actor = await authenticate(services(), token);
  if (actor === null) {
    throw new Error('nobody is signed in');
  }
  asked = 0;
  return { token, actor, context: { actor, requestId: 'r', services: services() } };
}

describe('who holds a session', () => {
  it('is asked for in the database once, not with every request', async () => {
    const { token } = await signedIn();
    expect(await Promise.all([who(token), who(token), who(token)])).toEqual(['ada', 'ada', 'ada']);
    expect(asked).toBe(0);
  });

  it('is nobody from the end of a sign-out on', async () => {
    const { token, context } = await signedIn();
    await signOut(context);
    expect(await who(token)).toBeNull();
  });

  it('is nobody in all other browsers from the end of a sign-out everywhere on', async () => {
    const other = await signedIn();
    const { token, context } = await signedIn();
    expect(await who(other.token)).toBe('ada');
    await signOutEverywhere(context);
    expect(await Promise.all([who(token), who(other.token)])).toEqual([null, null]);
  });

  it('is nobody after a sign-out although the database was asked before it and answers after it', async () => {
    const { token, context } = await signedIn();
    await store.sessions.touch(context.actor.sessionId, rig.portal.services.clock.now(), Date.now() + 1e6);
    found = Promise.withResolvers();
    const opening = Promise.withResolvers<void>();
    gate = opening.promise;
    const early = who(token);
    await found.promise;
    await signOut(context);
    opening.resolve();
    expect(await early).toBe('ada');
    expect(await who(token)).toBeNull();
  });

  it('has the role that the groups of now give', async () => {
    const { token, actor } = await signedIn();
    await store.accounts.updateGroups(actor.accountId, []);
    expect(await who(token)).toBeNull();
    await store.accounts.updateGroups(actor.accountId, [...actor.groups]);
    expect(await who(token)).toBe('ada');
  });

  it('is nobody when the session’s time is over', async () => {
    const { token } = await signedIn();
    rig.pass(2 * 3_600_000);
    expect(await who(token)).toBeNull();
    rig.pass(-2 * 3_600_000);
  });

  it('is forgotten by a transaction that fails too', async () => {
    const { token } = await signedIn();
    await expect(store.transaction(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await who(token);
    expect(asked).toBe(1);
  });

  it('is asked for each time where there is no such session', async () => {
    expect(await Promise.all([who('x'.repeat(43)), who('x'.repeat(43))])).toEqual([null, null]);
    expect(asked).toBe(2);
  });
});
