import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCollection } from '#lib/live/collection.ts';
import { createHub, type Hub } from '#lib/live/hub.ts';
import { createRowTopic } from '#lib/live/row-topic.ts';
import type { Services } from '#lib/portal/context.ts';
import type { Portal } from '#lib/runtime/portal.ts';
import { createFakeClock, type FakeClock } from '#lib/testing/fake-clock.ts';
import { openSignInRig, SESSION_MS, type SignInRig } from '#lib/testing/sign-in-rig.ts';
import { authenticate } from '#lib/usecases/session/authenticate.ts';
import { answerLive } from './live-route.ts';
import { endRoute } from './sign-in-routes.ts';

const PORTAL = 'http://localhost:3000';
const ENDS_WITHIN_MS = 5000;
/** When the portal has asked, and is not yet tired of waiting: the database answers in time of its own. */
const ASKED_WITHIN_MS = 4000;

let rig: SignInRig;
beforeAll(async () => {
  rig = await openSignInRig();
});
afterAll(() => rig.close());

const rows = createCollection<{ id: string }>({ id: 'lab/nodes', label: 'Nodes' });
let clock: FakeClock;
let hub: Hub;
beforeEach(() => {
  clock = createFakeClock();
  hub = createHub({ clock, epoch: 'e1' });
  hub.add(createRowTopic({ name: 'nodes', collection: rows, project: (row) => row }));
});
afterEach(() => hub.close());

/** As the portal wires it. */
const services = (): Services => ({ ...rig.portal.services, sessionEnded: (id) => hub.closeSession(id) });
const headersOf = (token: string) => ({ cookie: `portolan_session=${token}` });

type Stream = {
  token: string;
  /** What came up to now. */
  text(): string;
  /** Resolves when the portal ends it. */
  over: Promise<void>;
};

async function listen(token: string): Promise<Stream> {
  const request = new Request(`${PORTAL}/api/live?topic=nodes`, { headers: headersOf(token) });
  const response = await answerLive(request, { services: services(), hub } as Portal);
  expect(response.status).toBe(200);
  let text = '';
  const read = async () => {
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece;
    }
  };
  return { token, text: () => text, over: read() };
}

const signedIn = async (username: string) => listen((await rig.signIn(username)).token);

async function endSession(token: string, everywhere: boolean): Promise<void> {
  const request = new Request(`${PORTAL}/api/session/end`, {
    method: 'POST',
    headers: { ...headersOf(token), origin: PORTAL, 'content-type': 'application/json' },
    body: JSON.stringify({ everywhere }),
  });
  expect((await endRoute(request, services())).status).toBe(200);
}

async function accountOf(token: string): Promise<{ accountId: string; sessionId: string }> {
  const actor = await authenticate(services(), token);
  return { accountId: actor?.accountId ?? '', sessionId: actor?.sessionId ?? '' };
}

/** Ways in which a person stops to be allowed. Without a message to this process, it has to find out by itself. */
const ENDS: { title: string; waitsMs: number; end(token: string): Promise<unknown> }[] = [
  { title: 'the person signs out', waitsMs: 0, end: (token) => endSession(token, false) },
  { title: 'the person signs out everywhere, from another browser', waitsMs: 0, end: signOutElsewhere },
  {
    title: 'another portal on the same database ends the session',
    waitsMs: ASKED_WITHIN_MS,
    end: async (token) => services().store.sessions.remove((await accountOf(token)).sessionId),
  },
  {
    title: 'the groups give no role any more',
    waitsMs: ASKED_WITHIN_MS,
    end: async (token) => services().store.accounts.updateGroups((await accountOf(token)).accountId, []),
  },
  {
    title: 'the session is over for not being used',
    waitsMs: ASKED_WITHIN_MS,
    end: async () => rig.pass(SESSION_MS + 1000),
  },
];

async function signOutElsewhere(token: string): Promise<void> {
  const { accountId } = await accountOf(token);
  const other = await rig.signIn('ada');
  expect((await accountOf(other.token)).accountId).toBe(accountId);
  await endSession(other.token, true);
}

describe('a live stream', () => {
  it.each(ENDS)('ends within 5 s when $title, and tells nothing more', async ({ waitsMs, end }) => {
    const stream = await signedIn('ada');
    // Just after it came, so that the portal has the whole time before it to ask next.
    await clock.advance(100);
    expect(hub.counts().subscribers).toBe(1);
    await end(stream.token);
    await clock.advance(waitsMs);
    // The clock stands now: whatever the portal still needed time for would never come.
    await stream.over;
    expect(hub.counts().subscribers).toBe(0);
    rows.upsert('canary', { id: 'canary' });
    await clock.advance(1000);
    expect(stream.text()).not.toContain('canary');
    rows.remove('canary');
    const again = new Request(`${PORTAL}/api/live?topic=nodes`, { headers: headersOf(stream.token) });
    expect((await answerLive(again, { services: services(), hub } as Portal)).status).toBe(401);
  });

  it('of somebody else goes on', async () => {
    const [ada, grace] = [await signedIn('ada'), await signedIn('grace')];
    await endSession(ada.token, true);
    await ada.over;
    await clock.advance(2 * ENDS_WITHIN_MS);
    expect(hub.counts().subscribers).toBe(1);
    rows.upsert('news', { id: 'news' });
    await clock.advance(1000);
    await expect.poll(() => grace.text()).toContain('news');
    rows.remove('news');
  });
});

describe('a session', () => {
  it('is another one at every sign-in, and each ends alone', async () => {
    const tokens = await Promise.all(Array.from({ length: 10 }, async () => (await rig.signIn('ada')).token));
    expect(new Set(tokens).size).toBe(10);
    await endSession(tokens[0] ?? '', false);
    expect(await authenticate(services(), tokens[0])).toBeNull();
    expect(await authenticate(services(), tokens[1])).not.toBeNull();
  });
});
