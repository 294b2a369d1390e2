import { expect, it } from 'vitest';
import type { Services } from '#lib/portal/context.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { startHousekeeping } from './housekeeping.ts';

const MINUTE = 60_000;

it('removes what has run out at the start and every ten minutes, through failures, until it is stopped', async () => {
  const clock = createFakeClock();
  const removed: number[] = [];
  const removeExpired = async (at: number) => {
    removed.push(at);
    if (removed.length === 2) {
      throw new Error('the database is away');
    }
    return 0;
  };
  const warnings: string[] = [];
  const log = { info: () => undefined, warn: (message: string) => void warnings.push(message), error: () => undefined };
  const begun = clock.now();
  const tokens: number[] = [];
  const apiTokens = { removeExpired: async (at: number) => tokens.push(at) };
  const explained: number[] = [];
  const reviews = { removeExplanations: async (before: number) => explained.push(before) };
  const store = { sessions: { removeExpired }, apiTokens, reviews } as unknown as Services['store'];
  const { stop } = startHousekeeping({ store, clock, log });
  await clock.advance(25 * MINUTE);
  expect(removed.map((at) => (at - begun) / MINUTE)).toEqual([0, 10, 20]);
  expect(tokens).toHaveLength(2);
  expect(explained.map((before) => (before - begun) / (24 * 60 * MINUTE))[0]).toBe(-90);
  expect(warnings).toHaveLength(1);
  stop();
  await clock.advance(60 * MINUTE);
  expect([removed.length, clock.sleeping]).toEqual([3, 0]);
});
