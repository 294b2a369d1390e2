import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answering,
  createPollerRig,
  failing,
  hanging,
  type PollerRig,
  type ScriptedRead,
} from '#lib/testing/poller-rig.ts';
import { createPoller } from './poller.ts';

describe('pace of a poller', () => {
  let rig: PollerRig;
  let clock: PollerRig['clock'];
  let startedAt: number[];
  beforeEach(() => {
    rig = createPollerRig();
    ({ clock, startedAt } = rig);
  });
  afterEach(async () => {
    await rig.stop();
    expect(clock.sleeping, 'timers left after stop').toBe(0);
  });

  it('is slow while nobody looks and fast while somebody does', async () => {
    const running = rig.start([answering]);
    await clock.advance(60_000);
    expect(startedAt).toEqual([0, 30_000, 60_000]);
    const release = running.interest();
    const releaseOther = running.interest();
    await clock.advance(4000);
    expect(startedAt.slice(3)).toEqual([62_000, 64_000]);
    release();
    release();
    await clock.advance(2000);
    expect(startedAt.slice(5), 'one of two still looks').toEqual([66_000]);
    releaseOther();
    await clock.advance(29_999);
    expect(startedAt.slice(6)).toEqual([]);
    await clock.advance(1);
    expect(startedAt.slice(6)).toEqual([96_000]);
  });

  it('somebody who begins to look after a long rest is served at once', async () => {
    const running = rig.start([answering]);
    await clock.advance(10_000);
    running.interest();
    await clock.advance(0);
    expect(startedAt).toEqual([0, 10_000]);
  });

  it.each([
    ['a dead link', failing('unavailable'), [0, 1500, 4500, 10_500, 22_500]],
    ['a silent one, whose five seconds come on top', hanging, [0, 6500, 14_500, 25_500, 42_500]],
    ['429 without Retry-After', failing('rate-limited'), [0, 1500, 4500, 10_500, 22_500]],
    ['an error that is not theirs', async () => Promise.reject(new TypeError('x of undefined')), [0, 1500, 4500]],
    [
      'a read that throws before it waits',
      () => {
        throw new RangeError('bad');
      },
      [0, 1500, 4500],
    ],
  ] satisfies [string, ScriptedRead, number[]][])('asks less and less often: %s', async (_, step, expected) => {
    rig.start([step]).interest();
    await clock.advance(45_000);
    expect(startedAt.slice(0, expected.length)).toEqual(expected);
    expect(rig.mostInFlight()).toBe(1);
  });

  it('the pause after failures has a ceiling', async () => {
    rig.start([failing('unavailable')], { maxBackoffMs: 3000, random: () => 1 });
    await clock.advance(20_000);
    expect(startedAt).toEqual([0, 2000, 5000, 8000, 11_000, 14_000, 17_000, 20_000]);
  });

  it('one success ends the backoff', async () => {
    rig.start([failing('unavailable'), failing('unavailable'), answering, failing('unavailable'), answering]);
    await clock.advance(4500);
    expect(rig.statuses.at(-1)?.state).toBe('live');
    await clock.advance(31_500);
    expect(startedAt).toEqual([0, 1500, 4500, 34_500, 36_000]);
  });

  it.each([
    ['rate-limited', 40],
    ['unavailable', 3],
  ] as const)('never asks before Retry-After is over: %s, %i s', async (kind, seconds) => {
    const running = rig.start([failing(kind, seconds), answering], { random: () => 0 });
    await clock.advance(10);
    const release = running.interest();
    running.nudge();
    running.nudge();
    await clock.advance(seconds * 1000 - 11);
    expect(startedAt).toEqual([0]);
    await clock.advance(1);
    expect(startedAt).toEqual([0, seconds * 1000]);
    release();
  });

  it('a jump of the wall clock does not break Retry-After', async () => {
    rig.start([failing('rate-limited', 60), answering], { random: () => 0 });
    await clock.advance(1000);
    clock.jump(3_600_000);
    await clock.advance(58_999);
    expect(startedAt).toHaveLength(1);
    await clock.advance(1);
    expect(startedAt).toHaveLength(2);
  });

  it('a wall clock that is set back does not keep it from asking', async () => {
    const running = rig.start([answering]);
    await clock.advance(1000);
    clock.jump(-600_000);
    running.interest();
    await clock.advance(2000);
    expect(startedAt.length).toBeGreaterThanOrEqual(2);
  });

  describe('nudges', () => {
    it('bring the next poll forward, many of them only one', async () => {
      const running = rig.start([answering]);
      await clock.advance(10_000);
      running.nudge();
      running.nudge();
      running.nudge();
      await clock.advance(5000);
      expect(startedAt).toEqual([0, 10_000]);
    });

    it('a storm of them makes one poll a second', async () => {
      const running = rig.start([answering]);
      for (let index = 0; index < 300; index += 1) {
        await clock.advance(10);
        running.nudge();
      }
      expect(startedAt).toEqual([0, 1000, 2000, 3000]);
    });

    it('one that comes during a read makes another read after it, because that one may have missed the change', async () => {
      const slow: ScriptedRead = async (signal) => {
        await clock.sleep(800, signal);
        return new Map();
      };
      const running = rig.start([slow]);
      await clock.advance(100);
      running.nudge();
      await clock.advance(2000);
      expect(startedAt).toEqual([0, 1800]);
      expect(rig.mostInFlight()).toBe(1);
    });

    it('end a backoff, because a webhook proves that somebody is alive over there', async () => {
      const running = rig.start([failing('unavailable'), failing('unavailable'), failing('unavailable'), answering]);
      await clock.advance(4600);
      expect(startedAt).toEqual([0, 1500, 4500]);
      running.nudge();
      await clock.advance(1000);
      expect(startedAt.slice(3)).toEqual([5500]);
      expect(rig.statuses.at(-1)?.state).toBe('live');
    });
  });

  it('fifty that start together do not beat in time', async () => {
    const began = clock.now();
    let seed = 7;
    const random = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const others = Array.from({ length: 50 }, () =>
      createPoller({
        clock,
        read: async () => {
          startedAt.push(clock.now() - began);
          return Promise.reject(new Error('down'));
        },
        sink: { replace: () => undefined, status: () => undefined },
        source: { id: 'a', label: 'A' },
        fastMs: 8000,
        slowMs: 32_000,
        timeoutMs: 1000,
        random,
      }),
    );
    await clock.advance(120_000);
    const later = startedAt.filter((at) => at > 30_000);
    const bySecond = Map.groupBy(later, (at) => Math.floor(at / 1000));
    const busiest = Math.max(...[...bySecond.values()].map((polls) => polls.length));
    expect(busiest).toBeLessThanOrEqual(3 * (later.length / 90));
    await Promise.all(others.map((other) => other.stop()));
  });
});
