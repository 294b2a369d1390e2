import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSelfSigned } from '#sandbox/http/self-signed.ts';
import type { Fault } from './testing/fault.ts';
import { FAULTS } from './testing/faults.ts';
import { createMount } from './testing/mount.ts';
import { createRig, isEqual, type Rig } from './testing/rig.ts';

const MOST_REQUESTS = 60;
const CERTIFICATES = { before: createSelfSigned('before'), after: createSelfSigned('after') };
const LONGEST_MS = 60_000;
/** Two seconds of real time: a server ends by itself the connections that nobody uses, but not as soon as that. */
const LEFT_OPEN_MS = 40_000;

/** All faults are lived through at the same time, each against a server of its own; the tests look at how it went. */
describe('a reflection', () => {
  const runs = new Map<string, Promise<() => void>>();
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  beforeAll(() => {
    process.on('unhandledRejection', note);
    for (const fault of FAULTS) {
      const run = liveThrough(fault).then(
        () => () => undefined,
        (error: unknown) => () => {
          throw error;
        },
      );
      runs.set(fault.name, run);
    }
  });
  afterAll(() => {
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it.each(FAULTS)(
    'is right again after: $name',
    async ({ name }) => {
      const check = await runs.get(name);
      expect(check).not.toThrow();
    },
    LONGEST_MS,
  );

  it('has lived through at least 25 different faults', () => {
    expect(new Set(FAULTS.map(({ name }) => name)).size).toBeGreaterThanOrEqual(25);
  });
});

async function liveThrough({ prepare, begin, end, lastsMs = 0, shows }: Fault): Promise<void> {
  const mount = createMount(CERTIFICATES);
  const rig = await createRig(prepare?.(mount));
  const { server, sink, clock, until } = rig;
  await until('it is live', () => sink.last?.state === 'live' && isEqual(rig));
  const requestsBefore = countOf(rig);

  await begin(rig, mount);
  server.put('changed', 10);
  server.put('added', 4);
  server.delete('deleted');
  await clock.sleep(lastsMs);
  if (shows !== undefined) {
    await until(`it shows ${shows}`, () => sink.last?.state === shows);
    expect(sink.last?.reason).toMatch(/\w+.*\./);
    expect(sink.last?.since).toBeLessThanOrEqual(clock.now());
  }
  if (lastsMs > 0) {
    server.intercept = () => false;
  }
  await end?.(rig, mount);

  await until('it is right again', () => isEqual(rig) && sink.last?.state === 'live');
  const requests = countOf(rig) - requestsBefore;
  expect(requests, 'requests that it took').toBeLessThanOrEqual(MOST_REQUESTS);

  server.put('added', 5);
  await until('it hears of the next change', () => isEqual(rig));
  await rig.reflection.stop();
  await until('no connection is left', () => server.sockets.size === 0, LEFT_OPEN_MS);
  await rig.close();
  mount.remove();
}

/** Without the questions of the pulse, whose pace has a limit and a test of its own. */
function countOf({ server }: Rig): number {
  return server.requests.filter(({ kind }) => kind !== 'other').length;
}
