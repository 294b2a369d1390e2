import { describe, expect, it } from 'vitest';
import { createFakeClock } from './fake-clock.ts';

describe('fake clock', () => {
  it('wakes each sleeper at its own moment, and sleeps begun on the way fall into the same advance', async () => {
    const clock = createFakeClock(1000);
    const seen: number[] = [];
    const beat = async () => {
      for (let index = 0; index < 3; index += 1) {
        await clock.sleep(10);
        seen.push(clock.now());
      }
    };
    const beating = beat();
    await clock.advance(25);
    expect(seen).toEqual([1010, 1020]);
    expect(clock.now()).toBe(1025);
    await clock.advance(5);
    await beating;
    expect(seen).toEqual([1010, 1020, 1030]);
    expect(clock.sleeping).toBe(0);
  });

  it('a jump of the wall clock neither wakes nor delays a sleeper', async () => {
    const clock = createFakeClock(1_000_000);
    let isAwake = false;
    const slept = clock.sleep(100).then(() => {
      isAwake = true;
    });
    clock.jump(-600_000);
    expect(clock.now()).toBe(400_000);
    await clock.advance(99);
    expect(isAwake).toBe(false);
    await clock.advance(1);
    await slept;
    expect(clock.now()).toBe(400_100);
  });
});
