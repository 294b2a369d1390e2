import { afterAll, beforeAll, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Services } from '#lib/portal/context.ts';
import { createRememberedSessions } from '#lib/portal/remembered-sessions.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { openSignInRig, type SignInRig } from '#lib/testing/sign-in-rig.ts';
import { authenticate } from './authenticate.ts';
import { authenticateReader } from './authenticate-reader.ts';

let rig: SignInRig;
beforeAll(async () => {
  rig = await openSignInRig();
});
afterAll(() => rig.close());

const AWAY = new ExternalError({ provider: 'database', operation: 'x', kind: 'unavailable', message: 'it is away' });

/** A portal whose database can be taken away, on a clock for what is remembered. */
async function signedIn() {
  const { token } = await rig.signIn('ada');
  const clock = createFakeClock();
  const { services } = rig.portal;
  const { sessions } = services.store;
  let isAway = false;
  const findByTokenHash: typeof sessions.findByTokenHash = (hash) =>
    isAway ? Promise.reject(AWAY) : sessions.findByTokenHash(hash);
  const portal: Services = {
    ...services,
    store: { ...services.store, sessions: { ...sessions, findByTokenHash } },
    rememberedSessions: createRememberedSessions(clock),
  };
  const away = (next: boolean) => {
    isAway = next;
  };
  return { token, clock, portal, away };
}

it('whoever looked within the last minute goes on looking while the database is away, and no longer', async () => {
  const { token, clock, portal, away } = await signedIn();
  const before = await authenticateReader(portal, token);
  away(true);
  await clock.advance(59_000);
  expect(await authenticateReader(portal, token)).toEqual(before);
  await expect(authenticateReader(portal, 'another')).rejects.toBe(AWAY);
  await clock.advance(2000);
  await expect(authenticateReader(portal, token)).rejects.toBe(AWAY);
});

it('a database that answers is always right: nobody it does not know is let look', async () => {
  const { token, portal } = await signedIn();
  const actor = await authenticateReader(portal, token);
  await portal.store.sessions.remove(actor?.sessionId ?? '');
  expect(await authenticateReader(portal, token)).toBeNull();
});

it('who signed out is not remembered, and nobody is for changing anything', async () => {
  const { token, portal, away } = await signedIn();
  const actor = await authenticateReader(portal, token);
  away(true);
  await expect(authenticate(portal, token)).rejects.toBe(AWAY);
  portal.rememberedSessions.forget(actor?.sessionId ?? '');
  await expect(authenticateReader(portal, token)).rejects.toBe(AWAY);
});

it('who is not known any more is not let look when the database goes away after that', async () => {
  const { token, portal, away } = await signedIn();
  const actor = await authenticateReader(portal, token);
  await portal.store.sessions.remove(actor?.sessionId ?? '');
  expect(await authenticateReader(portal, token)).toBeNull();
  away(true);
  await expect(authenticateReader(portal, token)).rejects.toBe(AWAY);
});

it('who signs out while the database is asked who they are is not remembered', async () => {
  const { token, portal, away } = await signedIn();
  const actor = await authenticateReader(portal, token);
  const { findByTokenHash } = portal.store.sessions;
  portal.store.sessions.findByTokenHash = async (hash) => {
    const found = await findByTokenHash(hash);
    // The answer is on its way.
    portal.rememberedSessions.forget(actor?.sessionId ?? '');
    return found;
  };
  expect(await authenticateReader(portal, token)).toEqual(actor);
  away(true);
  await expect(authenticateReader(portal, token)).rejects.toBe(AWAY);
});
