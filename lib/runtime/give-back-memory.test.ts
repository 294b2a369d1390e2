import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { startGivingBackMemory } from './give-back-memory.ts';

function watched() {
  const clock = createFakeClock();
  const told: boolean[] = [];
  let cpuMs = 0;
  const { stop } = startGivingBackMemory({
    clock,
    cpuMs: () => cpuMs,
    preferMemory: (isPreferred) => told.push(isPreferred),
  });
  /** Lets time pass in which so large a share of a processor is taken. */
  const pass = async (seconds: number, share: number) => {
    for (let second = 0; second < seconds; second += 1) {
      cpuMs += 1000 * share;
      await clock.advance(1000);
    }
  };
  return { told, pass, stop, clock };
}

describe('giving memory back', () => {
  it('happens for a while when it is quiet after a busy time, once', async () => {
    const { told, pass, stop } = watched();
    await pass(60, 0.5);
    expect(told).toEqual([]);
    await pass(20, 0.02);
    expect(told).toEqual([true]);
    await pass(20, 0.02);
    expect(told).toEqual([true, false]);
    await pass(600, 0.02);
    expect(told).toEqual([true, false]);
    await pass(5, 0.5);
    await pass(60, 0.02);
    expect(told).toEqual([true, false, true, false]);
    stop();
  });

  it('does not happen to one that was never busy, nor while it is not quiet', async () => {
    const { told, pass, stop } = watched();
    await pass(600, 0.05);
    await pass(10, 0.5);
    await pass(600, 0.15);
    expect(told).toEqual([]);
    stop();
  });

  it('ends at once when it is busy again, and with the portal', async () => {
    const { told, pass, stop, clock } = watched();
    await pass(10, 0.5);
    await pass(20, 0.02);
    await pass(5, 0.9);
    expect(told).toEqual([true, false]);
    await pass(20, 0.02);
    stop();
    await clock.advance(0);
    expect(told).toEqual([true, false, true, false]);
    expect(clock.sleeping).toBe(0);
  });
});
