import { expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { times } from '#lib/testing/long.ts';
import { createRandom } from '#lib/testing/random.ts';
import { createPoller } from './poller.ts';

const ROUNDS = times(200, 1000);

type Answer = () => ReadonlyMap<string, string>;

const fine: Answer = () => new Map();

function refusing(retryAfterSeconds: number): Answer {
  return () => {
    const asked = { provider: 'test', operation: 'read', kind: 'unavailable', message: 'not now' } as const;
    throw new ExternalError({ ...asked, retryAfterSeconds });
  };
}

/** A poller at the pace of the model servers, and when it asked. */
function startPoller(seed: number) {
  const clock = createFakeClock();
  const random = createRandom(seed);
  const asked: number[] = [];
  const server: { answer: Answer } = { answer: fine };
  const poller = createPoller({
    clock,
    random,
    source: { id: 'test', label: 'Test' },
    sink: { replace: () => undefined, status: () => undefined },
    fastMs: 3000,
    slowMs: 30_000,
    timeoutMs: 5000,
    async read() {
      asked.push(clock.now());
      return server.answer();
    },
  });
  return { clock, random, asked, server, poller };
}

it(`Retry-After is broken 0 times in ${ROUNDS}, however much somebody wants to see news`, async () => {
  const { clock, random, asked, server, poller } = startPoller(3);
  poller.interest();
  const early: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const seconds = 1 + Math.floor(random() * 120);
    const before = asked.length;
    server.answer = refusing(seconds);
    poller.nudge();
    while (asked.length === before) {
      await clock.advance(100);
    }
    const until = (asked.at(-1) ?? 0) + seconds * 1000;
    server.answer = fine;
    poller.nudge();
    while (asked.length === before + 1) {
      poller.nudge();
      await clock.advance(500 * seconds * random());
    }
    early.push(...asked.slice(before + 1).filter((at) => at < until));
  }
  expect(early).toEqual([]);
  await poller.stop();
});
