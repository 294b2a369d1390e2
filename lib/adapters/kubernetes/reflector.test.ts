import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSelfSigned } from '#sandbox/http/self-signed.ts';
import { answer } from './testing/api-server.ts';
import { cutWatches, errorEvent, lastWords, onNext, say } from './testing/fault.ts';
import { createMount } from './testing/mount.ts';
import { createRig, isEqual, type Rig } from './testing/rig.ts';

const open: Rig[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((rig) => rig.close()));
});

async function liveRig(...args: Parameters<typeof createRig>): Promise<Rig> {
  const rig = await createRig(...args);
  open.push(rig);
  await rig.until('it is live', () => rig.sink.last?.state === 'live' && isEqual(rig));
  return rig;
}

describe('what a reflection asks for', () => {
  it('is one list in pages and then one watch from the list’s position', async () => {
    const rig = await liveRig();
    const asked = rig.server.requests.filter(({ kind }) => kind !== 'other');
    expect(asked.map(({ kind }) => kind)).toEqual(['list', 'watch']);
    expect(asked[0]?.query.get('limit')).toBe('500');
    const watch = asked[1]?.query;
    expect(watch?.get('resourceVersion')).toBe('1003');
    expect(watch?.get('allowWatchBookmarks')).toBe('true');
    expect(Number(watch?.get('timeoutSeconds'))).toBeGreaterThan(0);
  });

  it('is every page of a long list', async () => {
    const rig = await liveRig();
    rig.server.pageSize = 2;
    for (let index = 0; index < 9; index += 1) {
      rig.server.history.put(`more-${index}`, index);
    }
    lastWords(rig, errorEvent(410, 'Expired'), 'end');
    await rig.until('it has all', () => isEqual(rig) && rig.sink.values.size === 12);
  });

  it('goes on from the last bookmark and tells of nothing twice', async () => {
    const rig = await liveRig();
    const lists = rig.sink.replaced;
    rig.server.put('changed', 2);
    await rig.clock.sleep(32_000);
    expect(rig.sink.replaced).toBe(lists);
    const positions = rig.server.requests
      .filter(({ kind }) => kind === 'watch')
      .map(({ query }) => query.get('resourceVersion'));
    expect(positions.length).toBeGreaterThan(3);
    expect(new Set(positions.slice(1))).toEqual(new Set(['1004']));
  });

  it('costs the server at most one small question every two seconds while nothing happens', async () => {
    const rig = await liveRig();
    const before = rig.server.requests.length;
    await rig.clock.sleep(20_000);
    expect(rig.server.requests.length - before).toBeLessThanOrEqual(10 + 3);
  });
});

describe('how soon it notices', () => {
  it('a half-open watch: within 15 s, without ever having said anything wrong', async () => {
    const rig = await liveRig();
    for (const watch of rig.server.watches) {
      watch.mute();
    }
    const before = rig.server.requests.filter(({ kind }) => kind === 'watch').length;
    const noticedMs = await rig.until(
      'it watches anew',
      () => rig.server.requests.filter(({ kind }) => kind === 'watch').length > before,
    );
    expect(noticedMs).toBeLessThan(15_000);
    expect(rig.sink.statuses.map(({ state }) => state)).not.toContain('stale');
  });

  it('nothing wrong with a server that never ends a watch and has nothing to say', async () => {
    const rig = await liveRig();
    const muteAll = () => {
      for (const watch of rig.server.watches) {
        watch.mute();
      }
    };
    for (let passedMs = 0; passedMs < 40_000; passedMs += 2_000) {
      muteAll();
      await rig.clock.sleep(2_000);
    }
    expect(rig.sink.statuses.map(({ state }) => state)).not.toContain('stale');
    expect(rig.sink.last?.asOf).toBeGreaterThan(rig.clock.now() - 20_000);
  });

  it('that the whole server is silent: within 5 s, and that it is back within 3 s', async () => {
    const rig = await liveRig();
    rig.server.intercept = () => true;
    for (const watch of rig.server.watches) {
      watch.mute();
    }
    const silentAt = rig.clock.now();
    expect(await rig.until('it says so', () => rig.sink.last?.state === 'stale')).toBeLessThan(5500);
    expect(rig.sink.last).toMatchObject({ reason: 'The API server does not answer.' });
    expect(rig.sink.last?.asOf).toBeLessThanOrEqual(silentAt + 500);
    rig.server.history.put('changed', 77);
    rig.server.intercept = () => false;
    const rightMs = await rig.until('it is right again', () => isEqual(rig) && rig.sink.last?.state === 'live');
    expect(rightMs).toBeLessThan(3500);
  });
});

describe('Retry-After', () => {
  it.each([
    ['429 in seconds', 429, () => '7', 7],
    ['503 in seconds', 503, () => '5', 5],
    ['429 as a date', 429, (now: number) => new Date(now + 9000).toUTCString(), 8],
  ] as const)('is never broken: %s', async (_, status, header, seconds) => {
    const rig = await liveRig();
    for (let round = 0; round < 2; round += 1) {
      let refusedAt = 0;
      onNext(rig, 'watch', 1, (request, response) => {
        refusedAt = request.at;
        say(status, 'TooManyRequests', { 'retry-after': header(request.at) })(request, response);
      });
      cutWatches(rig);
      await rig.until('it was refused', () => refusedAt > 0);
      await rig.until('it is right again', () =>
        rig.server.requests.some(({ at, kind }) => kind === 'watch' && at > refusedAt),
      );
      const early = rig.server.requests.filter(({ at }) => at > refusedAt && at < refusedAt + seconds * 1000);
      expect(early.map(({ path, query }) => `${path}?${query}`)).toEqual([]);
    }
  });

  it('of an ERROR event is kept as well', async () => {
    const rig = await liveRig();
    const at = rig.clock.now();
    lastWords(rig, errorEvent(429, 'TooManyRequests', { details: { retryAfterSeconds: 6 } }), 'end');
    await rig.until('it lists again', () => rig.sink.replaced === 2);
    expect(rig.clock.now() - at).toBeGreaterThanOrEqual(6000);
  });
});

describe('what it says', () => {
  it('forbidden: the verb, the resource and the rule to copy', async () => {
    const rig = await liveRig();
    rig.server.intercept = (request, response) => {
      say(403, 'Forbidden')(request, response);
      return true;
    };
    cutWatches(rig);
    await rig.until('it is forbidden', () => rig.sink.last?.state === 'forbidden');
    expect(rig.sink.last).toMatchObject({
      id: 'test/things',
      label: 'Things in the test',
      reason: 'The token may not list things.test.example. List things.test.example: Forbidden it is.',
      remedy: '- apiGroups: ["test.example"]\n  resources: ["things"]\n  verbs: ["list", "watch"]',
    });
  });

  it('absent: nothing is left of it', async () => {
    const rig = await liveRig();
    rig.server.intercept = (request, response) => {
      say(404, 'NotFound')(request, response);
      return true;
    };
    cutWatches(rig);
    await rig.until('it is absent', () => rig.sink.last?.state === 'absent');
    expect(rig.sink.last).toMatchObject({ asOf: null, reason: 'The cluster does not have things.test.example.' });
    expect(rig.sink.values.size).toBe(0);
  });

  it('that an object cannot be read, which is left out until it can', async () => {
    const rig = await liveRig();
    rig.server.put('changed', 'large');
    await rig.until('it says so', () => rig.sink.last?.reason !== undefined);
    expect(rig.sink.last).toMatchObject({
      state: 'live',
      reason: 'Left out because they cannot be read: things things/changed (spec.size is no number).',
    });
    expect(rig.sink.values.has('things/changed')).toBe(false);
    rig.server.put('other', null);
    lastWords(rig, errorEvent(410, 'Expired'), 'end');
    await rig.until(
      'the list says so too',
      () => rig.sink.replaced === 2 && rig.sink.last?.reason?.includes('1 more') === true,
    );
    rig.server.put('changed', 5);
    rig.server.delete('other');
    await rig.until('all is well', () => rig.sink.last?.reason === undefined && isEqual(rig));
  });

  it('unreachable where there never was anything to show', async () => {
    const rig = await createRig();
    open.push(rig);
    rig.server.intercept = (request, response) => {
      say(503, 'ServiceUnavailable')(request, response);
      return true;
    };
    await rig.until('it says so', () => rig.sink.last?.state === 'unreachable');
    expect(rig.sink.last).toMatchObject({ asOf: null, reason: 'List things.test.example: ServiceUnavailable it is.' });
    rig.server.intercept = () => false;
    await rig.until('it is live', () => rig.sink.last?.state === 'live');
  });
});

describe('credentials', () => {
  it('are read again when they are refused, and never appear in what is told', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'reflector-'));
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'canary-old\n');
    const rig = await liveRig({ access: (server) => ({ server, tokenFile }) });
    expect(rig.server.requests[0]?.headers.authorization).toBe('Bearer canary-old');
    rig.server.intercept = (request, response) => {
      const isRefused = request.headers.authorization !== 'Bearer canary-new';
      if (isRefused) {
        answer(response, 401, { kind: 'Status', message: `Unauthorized: ${request.headers.authorization}` });
      }
      return isRefused;
    };
    cutWatches(rig);
    await rig.until('it is refused', () => rig.sink.last?.state === 'stale');
    await writeFile(tokenFile, 'canary-new\n');
    rig.server.put('changed', 12);
    await rig.until('it is right again', () => isEqual(rig) && rig.sink.last?.state === 'live');
    const told = JSON.stringify([rig.sink.statuses, rig.errors.map((error) => [String(error), error])]);
    expect(told).not.toContain('canary');
    await rm(folder, { recursive: true });
  });

  it('are read again when the server`s certificate is not trusted: right within 3 s of the authority`s new file', async () => {
    const [before, after] = [createSelfSigned('before'), createSelfSigned('after')];
    const mount = createMount({ before, after });
    mount.trust(before.cert);
    const rig = await liveRig({
      access: (server) => ({ server, caFile: mount.caFile }),
      certificate: before,
    });
    rig.server.showCertificate(after);
    rig.server.cutConnections();
    await rig.until('it says so', () => rig.sink.last?.state === 'stale');
    rig.server.put('changed', 12);
    await rig.clock.sleep(6000);
    mount.trust(after.cert);
    const rightMs = await rig.until('it is right again', () => isEqual(rig) && rig.sink.last?.state === 'live');
    expect(rightMs).toBeLessThan(3500);
    mount.remove();
  });
});

describe('stop', () => {
  it.each([
    ['while it watches', () => undefined],
    ['while it lists', (rig: Rig) => hangOn(rig, 'list')],
    ['while it opens a watch', (rig: Rig) => hangOn(rig, 'watch')],
    ['while it rests', (rig: Rig) => onNext(rig, 'watch', 100, say(429, 'TooManyRequests', { 'retry-after': '600' }))],
  ])('%s leaves no connection and no timer', async (_, prepare) => {
    const timersBefore = timers();
    const rig = await createRig();
    await rig.until('it is live', () => rig.sink.last?.state === 'live');
    prepare(rig);
    lastWords(rig, errorEvent(410, 'Expired'), 'end');
    await rig.clock.sleep(2000);
    await rig.reflection.stop();
    rig.cluster.close();
    const told = rig.sink.statuses.length;
    await rig.until('no connection is left', () => rig.server.sockets.size === 0, 5000);
    await rig.server.down();
    expect(timers()).toBeLessThanOrEqual(timersBefore);
    expect(rig.sink.statuses.length).toBe(told);
    await rig.reflection.stop();
  });
});

function hangOn(rig: Rig, kind: 'list' | 'watch'): void {
  rig.server.intercept = (request) => request.kind === kind;
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}
