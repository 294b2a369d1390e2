import { beforeAll, expect, it } from 'vitest';
import type { Attention } from '#lib/ports/attention.ts';
import { answer, type Intercept } from './testing/api-server.ts';
import { cutWatches, hang, muteWatches, say } from './testing/fault.ts';
import { createRig, isEqual, type Rig } from './testing/rig.ts';

const SEEN: Attention = { isThere: true, subscribe: () => () => undefined };
/** Five seconds; on this clock a machine that has much else to do makes seconds of the moments that its sockets take. */
const RECOVERED_WITHIN_MS = 8_000;
const LONGEST_MS = 60_000;

type Answer = (...asked: Parameters<Intercept>) => void;

/** Headers, and then half of a list and no end. */
const stall: Answer = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"items":[');
};

const isRight = (rig: Rig) => isEqual(rig) && rig.sink.last?.state === 'live';
const askedOfKind = ({ server }: Rig) => server.requests.filter(({ kind }) => kind !== 'other').length;

/** All that is asked of the kind gets this answer; the server itself is well. */
const breakKind =
  (answer: Answer, isMeant = (kind: string) => kind !== 'other') =>
  async (rig: Rig) => {
    rig.server.intercept = (request, response) => {
      if (isMeant(request.kind)) {
        answer(request, response);
      }
      return isMeant(request.kind);
    };
    cutWatches(rig);
    rig.server.put('changed', 40);
    await rig.clock.sleep(25_000);
    expect(rig.sink.last?.state).not.toBe('live');
    rig.server.intercept = () => false;
    expect(await rig.until('it is right again', () => isRight(rig))).toBeLessThan(RECOVERED_WITHIN_MS);
  };

async function muteAllWatches(rig: Rig): Promise<void> {
  // From the first bookmark on it is known that this server sends them.
  await rig.clock.sleep(13_000);
  rig.server.intercept = (request, response) => {
    if (request.kind === 'watch') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
    }
    return request.kind === 'watch';
  };
  muteWatches(rig);
  rig.server.history.put('changed', 50);
}

const CASES: Record<string, (rig: Rig) => Promise<void>> = {
  'one kind is right again within five seconds of the end of: 500': breakKind(say(500, 'InternalError')),
  'one kind is right again within five seconds of the end of: 401': breakKind(say(401, 'Unauthorized')),
  'one kind is right again within five seconds of the end of: 403': breakKind(say(403, 'Forbidden')),
  'one kind is right again within five seconds of the end of: 404': breakKind(say(404, 'NotFound')),
  'one kind is right again within five seconds of the end of: silence': breakKind(hang),
  'one kind is right again within five seconds of the end of: answers that stall': breakKind(stall),
  'one kind is right again within five seconds of the end of: watches that nobody answers': breakKind(
    hang,
    (kind) => kind === 'watch',
  ),
  'watches that say nothing are called stale until one has shown that it speaks, also where lists are answered': async (
    rig,
  ) => {
    await muteAllWatches(rig);
    expect(await rig.until('it says so', () => rig.sink.last?.state === 'stale')).toBeLessThan(18_000);
    expect(rig.sink.last?.reason).toBe('The watch is connected and tells of no changes.');
    const told = rig.sink.statuses.length;
    await rig.clock.sleep(20_000);
    expect(rig.sink.statuses.slice(told).map(({ state }) => state)).not.toContain('live');
    rig.server.intercept = () => false;
    expect(await rig.until('it is right again', () => isRight(rig))).toBeLessThan(RECOVERED_WITHIN_MS);
  },
  'a list from a busy server comes to its end, however often it does not answer what is asked beside it':
    listFromBusyServer,
  'watches that say nothing cost one small question and one watch every three seconds': async (rig) => {
    await muteAllWatches(rig);
    await rig.until('it says so', () => rig.sink.last?.state === 'stale');
    const before = askedOfKind(rig);
    await rig.clock.sleep(30_000);
    expect(askedOfKind(rig) - before).toBeLessThanOrEqual(22);
  },
};

/** A list takes six seconds, and of the small questions beside it every third one is not answered. */
async function listFromBusyServer(rig: Rig): Promise<void> {
  let small = 0;
  let isExpired = false;
  rig.server.intercept = ({ kind, query }, response) => {
    if (kind === 'watch' && !isExpired) {
      isExpired = true;
      answer(response, 410, { kind: 'Status', code: 410, reason: 'Expired' });
      return true;
    }
    if (kind !== 'list') {
      return false;
    }
    if (query.get('limit') === '1') {
      small += 1;
      return small % 3 === 0;
    }
    void rig.clock.sleep(6_000).then(() => {
      const metadata = { resourceVersion: String(rig.server.history.version) };
      answer(response, 200, { apiVersion: 'v1', items: rig.server.history.list(), kind: 'ThingList', metadata });
    });
    return true;
  };
  rig.server.history.put('changed', 60);
  cutWatches(rig);
  await rig.until('it is live again', () => isRight(rig), 90_000);
}

/** All are lived through at the same time, each against a server of its own; the tests look at how it went. */
const runs = new Map<string, Promise<unknown>>();
beforeAll(() => {
  for (const [title, work] of Object.entries(CASES)) {
    runs.set(title, liveThrough(work));
  }
});

it.each(Object.keys(CASES))(
  '%s',
  async (title) => {
    expect(await runs.get(title)).toBeNull();
  },
  LONGEST_MS,
);

/** Gives what went wrong, or null. */
async function liveThrough(work: (rig: Rig) => Promise<void>): Promise<unknown> {
  const rig = await createRig({ attention: SEEN });
  try {
    await rig.until('it is live', () => isRight(rig));
    await work(rig);
    return null;
  } catch (error) {
    return error;
  } finally {
    await rig.close();
  }
}
