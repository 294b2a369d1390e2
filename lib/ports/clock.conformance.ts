import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from './clock.ts';

export type ClockFixture = {
  clock: Clock;
  /** Lets this much time pass on the clock. */
  pass(ms: number): Promise<void>;
  /** How many timers the clock holds now. */
  timers(): number;
};

/** What every clock must do. */
export function clockConformance(name: string, open: () => ClockFixture): void {
  describe(`clock: ${name}`, () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    afterEach(() => {
      process.off('unhandledRejection', note);
      expect(unhandled.splice(0), 'rejections that nobody could handle').toEqual([]);
    });

    it('counts in ms since 1970 and goes on while time passes', async () => {
      const { clock, pass } = open();
      const before = clock.now();
      expect(before).toBeGreaterThan(Date.UTC(2020, 0, 1));
      await pass(40);
      expect(clock.now() - before).toBeGreaterThanOrEqual(40);
    });

    it('sleeps for the time asked and not less', async () => {
      const { clock, pass } = open();
      const start = clock.now();
      const slept = clock.sleep(30).then(() => clock.now() - start);
      await pass(60);
      // Timers and the wall clock round differently by up to a ms.
      expect(await slept).toBeGreaterThanOrEqual(29);
    });

    it.each([0, -5])('a sleep of %i ms is over at once', async (ms) => {
      const { clock, pass } = open();
      const slept = clock.sleep(ms);
      await pass(1);
      await expect(slept).resolves.toBeUndefined();
    });

    it('wakes the shorter of two sleeps first, whichever began first', async () => {
      const { clock, pass } = open();
      const woken: string[] = [];
      const both = [clock.sleep(60).then(() => woken.push('long')), clock.sleep(20).then(() => woken.push('short'))];
      await pass(90);
      await Promise.all(both);
      expect(woken).toEqual(['short', 'long']);
    });

    it('an aborted sleep rejects with the reason of the signal and leaves no timer', async () => {
      const { clock, timers } = open();
      process.on('unhandledRejection', note);
      const timersBefore = timers();
      const stop = new AbortController();
      const reason = new Error('nobody waits any more');
      const slept = clock.sleep(3_600_000, stop.signal);
      expect(timers()).toBe(timersBefore + 1);
      stop.abort(reason);
      await expect(slept).rejects.toBe(reason);
      expect(timers()).toBe(timersBefore);
    });

    it('a signal that is already aborted means no sleep at all', async () => {
      const { clock, timers } = open();
      const timersBefore = timers();
      const reason = new Error('too late');
      await expect(clock.sleep(3_600_000, AbortSignal.abort(reason))).rejects.toBe(reason);
      expect(timers()).toBe(timersBefore);
    });

    it('a sleep that is over does not listen to the signal any more', async () => {
      const { clock, pass } = open();
      const stop = new AbortController();
      const slept = clock.sleep(5, stop.signal);
      expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
      await pass(30);
      await slept;
      expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
    });

    it('a sleep of weeks is not cut short by the longest timer there is', async () => {
      const { clock, pass } = open();
      const stop = new AbortController();
      let isOver = false;
      const slept = clock.sleep(2 ** 31 + 1000, stop.signal).then(
        () => {
          isOver = true;
        },
        () => undefined,
      );
      await pass(30);
      expect(isOver).toBe(false);
      stop.abort();
      await slept;
    });
  });
}
