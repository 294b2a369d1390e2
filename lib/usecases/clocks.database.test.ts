import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRetryAfter } from '#lib/adapters/_shared/retry-after.ts';
import { ownForge } from '#lib/portal/forge-of.ts';
import { createRepositorySnapshots } from '#lib/portal/repository-snapshots.ts';
import { beginChange } from '#lib/testing/begin-change.ts';
import { DATABASE, describeOnlyOn } from '#lib/testing/database/test-database.ts';
import { createFakeClock, type FakeClock } from '#lib/testing/fake-clock.ts';
import { PRETEND_PATH } from '#lib/testing/forge/pretend-forge.ts';
import { isLong } from '#lib/testing/long.ts';
import { lookOf } from '#lib/testing/look-of.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { advanceChange } from './change/advance.ts';
import { approveChange } from './change/approve.ts';
import { mergeChange } from './change/merge.ts';
import { authenticate } from './session/authenticate.ts';
import { finishSignIn, signInSingleUser, startSignIn } from './session/sign-in.ts';
import { userForge } from './session/user-forge.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SESSION_MS = 2 * HOUR;
const REQUESTER = { requestId: 'r', userAgent: 'test' };

/** What is done to the portal's clock in the middle of things. */
const SHIFTS: [string, (clock: FakeClock) => void][] = [
  ['ten minutes forward', (clock) => clock.jump(10 * MINUTE)],
  ['ten minutes back', (clock) => clock.jump(-10 * MINUTE)],
  ['forward and back again', (clock) => [10, -10].forEach((minutes) => void clock.jump(minutes * MINUTE))],
  ['back, and more than back again', (clock) => [-10, 20].forEach((minutes) => void clock.jump(minutes * MINUTE))],
  ['forward, and more than back again', (clock) => [10, -20].forEach((minutes) => void clock.jump(minutes * MINUTE))],
];

type Rig = { portal: TestPortal; clock: FakeClock; shift(): void; renewals(): number };
type Row = [what: string, decision: (rig: Rig) => Promise<'accepted' | 'refused'>, expected: 'accepted' | 'refused'];

const decide = (work: Promise<unknown>) =>
  work.then(
    (value): 'accepted' | 'refused' => (value === null || value === false ? 'refused' : 'accepted'),
    (): 'accepted' | 'refused' => 'refused',
  );

async function session({ portal }: Rig): Promise<string> {
  portal.services.signIn.provider = null;
  return (await signInSingleUser(portal.services, '/', REQUESTER)).token;
}

async function callback({ portal }: Rig) {
  const { state } = await startSignIn(portal.services, '/');
  const url = new URL(`http://localhost:3000/api/session/callback?code=c&state=${state}`);
  return () => finishSignIn(portal.services, { url, state }, REQUESTER);
}

/** A person whose token at the forge lives for two hours of true time. */
async function holder({ portal, clock }: Rig): Promise<string> {
  const { actor } = await portal.as('dana');
  const credential = { accountId: actor.accountId, accessToken: 'token-dana', refreshToken: 'again' };
  await portal.services.store.credentials.save({ ...credential, expiresAt: clock.now() + 2 * HOUR });
  return actor.accountId;
}

async function opened({ portal }: Rig) {
  const dana = await portal.as('dana', { role: 'developer' });
  const begun = await beginChange(portal, dana);
  const open = await advanceChange(portal.services, begun.id, 'r');
  const rui = await portal.as('rui');
  await approveChange(rui, lookOf(open));
  const { id, headSha: sha, branch } = open;
  return { rui, id, sha, branch };
}

const TABLE: Row[] = [
  [
    'a session that was just begun',
    async (rig) => {
      const token = await session(rig);
      rig.shift();
      return decide(authenticate(rig.portal.services, token));
    },
    'accepted',
  ],
  [
    'a session that is used all the time, for much longer than it lives by itself',
    async (rig) => {
      const token = await session(rig);
      const seen: string[] = [];
      for (let count = 0; count < 20; count += 1) {
        await rig.clock.advance(30 * MINUTE);
        seen.push(await decide(authenticate(rig.portal.services, token)));
        if (count === 9) {
          rig.shift();
        }
      }
      return seen.includes('refused') ? 'refused' : 'accepted';
    },
    'accepted',
  ],
  [
    'a session that nobody used until its end and half an hour longer',
    async (rig) => {
      const token = await session(rig);
      rig.shift();
      await rig.clock.advance(SESSION_MS + 30 * MINUTE);
      return decide(authenticate(rig.portal.services, token));
    },
    'refused',
  ],
  [
    'a session that was ended',
    async (rig) => {
      const token = await session(rig);
      const actor = await authenticate(rig.portal.services, token);
      await rig.portal.services.store.sessions.remove(actor?.sessionId ?? '');
      rig.shift();
      return decide(authenticate(rig.portal.services, token));
    },
    'refused',
  ],
  [
    'a sign-in that took nine minutes at the forge',
    async (rig) => {
      const comeBack = await callback(rig);
      await rig.clock.advance(4 * MINUTE);
      rig.shift();
      await rig.clock.advance(5 * MINUTE);
      return decide(comeBack());
    },
    'accepted',
  ],
  [
    'a sign-in that was left for an hour',
    async (rig) => {
      const comeBack = await callback(rig);
      rig.shift();
      await rig.clock.advance(HOUR);
      return decide(comeBack());
    },
    'refused',
  ],
  [
    'a sign-in that came back twice',
    async (rig) => {
      const comeBack = await callback(rig);
      await comeBack();
      rig.shift();
      return decide(comeBack());
    },
    'refused',
  ],
  [
    'a token at the forge that has minutes left',
    async (rig) => {
      const accountId = await holder(rig);
      rig.shift();
      await rig.clock.advance(2 * HOUR - 2 * MINUTE);
      return decide(userForge(rig.portal.services, accountId, rig.portal.services.repository.ref));
    },
    'accepted',
  ],
  [
    'a token at the forge that is over, without being renewed first',
    async (rig) => {
      const accountId = await holder(rig);
      rig.shift();
      await rig.clock.advance(2 * HOUR + 30_000);
      await userForge(rig.portal.services, accountId, rig.portal.services.repository.ref);
      return rig.renewals() === 0 ? 'accepted' : 'refused';
    },
    'refused',
  ],
  [
    'a lease, to whoever holds it',
    async ({ portal, clock, shift }) => {
      const { leases } = portal.services.store;
      await leases.acquire('job', 'a', clock.now(), 15_000);
      shift();
      await clock.advance(1000);
      return decide(leases.acquire('job', 'a', clock.now(), 15_000));
    },
    'accepted',
  ],
  [
    'a lease, to another while it is held and renewed',
    async ({ portal, clock, shift }) => {
      const { leases } = portal.services.store;
      await leases.acquire('job', 'a', clock.now(), 15_000);
      shift();
      await leases.acquire('job', 'a', clock.now(), 15_000);
      return decide(leases.acquire('job', 'b', clock.now(), 15_000));
    },
    'refused',
  ],
  [
    'an approval of the commit that is merged',
    async (rig) => {
      const { rui, id, sha } = await opened(rig);
      rig.shift();
      return decide(mergeChange(rui, { changeId: id, sha }));
    },
    'accepted',
  ],
  [
    'an approval of a commit that is not the newest any more',
    async (rig) => {
      const { rui, id, sha, branch } = await opened(rig);
      rig.shift();
      const actions = [{ action: 'create' as const, path: 'apps/shop/b.yaml', content: 'a: 1\n' }];
      rig.portal.forge.repository.commit({ branch, message: 'more', actions }, 'dana');
      return decide(mergeChange(rui, { changeId: id, sha }));
    },
    'refused',
  ],
  [
    'what was known of the branch before it moved',
    async ({ portal, clock, shift }) => {
      const before = await portal.services.snapshots.head();
      shift();
      await clock.advance(6_000);
      const actions = [{ action: 'create' as const, path: 'apps/new.yaml', content: 'a: 1\n' }];
      portal.forge.repository.commit({ branch: 'main', message: 'more', actions }, 'dana');
      return (await portal.services.snapshots.head()).sha === before.sha ? 'accepted' : 'refused';
    },
    'refused',
  ],
];

/** What the store is asked is the same on both; on PostgreSQL each takes four times as long. */
const SHIFTS_HERE = DATABASE === 'PostgreSQL' && !isLong ? SHIFTS.slice(-2) : SHIFTS;

describe.each(SHIFTS_HERE)(`with the clock set %s, on ${DATABASE}`, (_, shift) => {
  let rig: Rig;
  beforeEach(async () => {
    const clock = createFakeClock();
    let renewals = 0;
    const identity = {
      issuer: 'http://pretend',
      subject: 'dana',
      username: 'dana',
      name: 'Dana',
      avatarUrl: null,
      groups: [],
    };
    const tokens = () => ({ accessToken: 'token-dana', refreshToken: 'again', expiresAt: clock.now() + 2 * HOUR });
    const portal = await createTestPortal({ clock: { ...clock, now: clock.now, sleep: () => Promise.resolve() } });
    const { provider } = portal.services.signIn;
    portal.services.snapshots = createRepositorySnapshots(
      ownForge(portal.services).portal,
      PRETEND_PATH,
      'main',
      clock,
    );
    portal.services.signIn = {
      roles: { admin: ['*'] },
      sessionMs: SESSION_MS,
      provider: provider && {
        ...provider,
        start: async () => ({ redirectUrl: 'http://forge', state: 'state', nonce: 'n', codeVerifier: 'v' }),
        finish: async () => ({ identity, tokens: tokens() }),
        refresh: async () => {
          renewals += 1;
          return tokens();
        },
        identify: async () => identity,
      },
    };
    rig = { portal, clock, shift: () => shift(clock), renewals: () => renewals };
  });
  afterEach(() => rig.portal.close());

  it.each(TABLE)('decides rightly on %s', async (_what, decision, expected) => {
    expect(await decision(rig)).toBe(expected);
  });
});

describe('the clock of a server that asks to be left alone', () => {
  it.each([-10, 0, 10])('may be %i minutes off: a date is meant by its own clock', (minutes) => {
    const now = Date.UTC(2026, 10, 21, 12);
    const there = now + minutes * MINUTE;
    const headers = {
      date: new Date(there).toUTCString(),
      retryAfter: new Date(there + 30_000).toUTCString(),
    };
    expect(readRetryAfter(headers, now)).toBe(30);
  });
});

describeOnlyOn('PostgreSQL', 'only there do several processes share a database', 'a lease between portals', () => {
  it.each([-10, 10])('is not taken from its holder by one whose clock is %i minutes off', async (minutes) => {
    const portal = await createTestPortal();
    const { leases } = portal.services.store;
    const now = Date.now();
    expect(await leases.acquire('job', 'a', now, 15_000)).toBe(true);
    expect(await leases.acquire('job', 'b', now + minutes * MINUTE, 15_000)).toBe(false);
    expect(await leases.acquire('job', 'a', now, 15_000)).toBe(true);
    await portal.close();
  });
});
