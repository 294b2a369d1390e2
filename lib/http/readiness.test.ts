import { expect, it } from 'vitest';
import type { SourceState } from '#lib/domain/source/source.ts';
import type { Services } from '#lib/portal/context.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { answerReadiness } from './readiness.ts';

const clock = createFakeClock();
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

function services(states: SourceState[], ping: () => Promise<void> = async () => undefined): Services {
  const [applications, nodes, pods] = states.map((state, index) => ({
    size: 3,
    source: { id: `lab/${index}`, label: 'canary', state, asOf: null, since: 0, reason: 'canary' },
  }));
  return { store: { ping }, engine: { applications }, nodes, pods, log: quiet, clock } as unknown as Services;
}

it.each<[string, SourceState[], number]>([
  ['all is live', ['live', 'live', 'live'], 200],
  ['a source is away: its pages show what is known', ['live', 'unreachable', 'forbidden'], 200],
  ['a source has not said yet how it is', ['live', 'starting', 'live'], 503],
])('answers when %s', async (_, states, status) => {
  const response = await answerReadiness(services(states), false);
  expect(response.status).toBe(status);
  const text = await response.text();
  expect(text).not.toContain('canary');
  expect(JSON.parse(text)).toMatchObject({
    database: 'ok',
    sources: states.map((state, index) => ({ id: `lab/${index}`, state, size: 3 })),
  });
});

it('is not ready without its database', async () => {
  const response = await answerReadiness(
    services(['live', 'live', 'live'], () => Promise.reject(new Error('canary'))),
    false,
  );
  expect([response.status, response.headers.get('cache-control')]).toEqual([503, 'no-store']);
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({ status: 'not ready', database: 'unavailable' });
  expect(text).not.toContain('canary');
});

it('is not ready while its database does not answer at all, and says so before a probe gives up', async () => {
  const asked = answerReadiness(
    services(['live', 'live', 'live'], () => new Promise(() => undefined)),
    false,
  );
  await clock.advance(2_000);
  expect([(await asked).status, clock.sleeping]).toEqual([503, 0]);
});

it('is not ready any more once it is stopping, and asks nobody anything for that', async () => {
  const unasked = services(['live', 'live', 'live'], () => Promise.reject(new Error('asked')));
  const response = await answerReadiness(unasked, true);
  expect([response.status, await response.json()]).toEqual([503, { status: 'stopping' }]);
});
