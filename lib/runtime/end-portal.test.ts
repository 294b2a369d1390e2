import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { createEnd } from './end-portal.ts';

const NEVER = new Promise<void>(() => undefined);

function start(stopping: () => Promise<void>) {
  const clock = createFakeClock();
  const told: [string, unknown][] = [];
  const exits: number[] = [];
  let stops = 0;
  const tell = (message: string, fields: Record<string, unknown> = {}) => void told.push([message, fields.error]);
  const portal = {
    isStopping: false,
    async stop() {
      portal.isStopping = true;
      stops += 1;
      await stopping();
    },
    services: {
      clock,
      log: { error: tell, warn: tell },
    },
  };
  const end = createEnd({ portal, exit: (status) => void exits.push(status) });
  return { clock, told, exits, end, stops: () => stops };
}

describe('a signal to end', () => {
  it('stops the portal, says nothing, and leaves no timer', async () => {
    const { clock, told, exits, end } = start(() => Promise.resolve());
    await end();
    expect([told, exits, clock.sleeping]).toEqual([[], [0], 0]);
  });

  it('tells in the log why a stop failed, and in its status that it did', async () => {
    const error = new Error('the database is away');
    const { clock, told, exits, end } = start(() => Promise.reject(error));
    await end();
    expect(told).toEqual([['the portal did not stop as it should', error]]);
    expect([exits, clock.sleeping]).toEqual([[1], 0]);
  });

  it('ends a stop that does not end, and tells that in the log', async () => {
    const { clock, told, exits, end } = start(() => NEVER);
    const ended = end();
    await clock.advance(4_999);
    expect(exits).toEqual([]);
    await clock.advance(1);
    await ended;
    expect(told.map(([message]) => message)).toEqual([expect.stringContaining('is ended before')]);
    expect(exits).toEqual([0]);
  });

  it('given twice stops once', async () => {
    const { exits, end, stops } = start(() => Promise.resolve());
    await Promise.all([end(), end()]);
    expect([stops(), exits]).toEqual([1, [0]]);
  });
});
