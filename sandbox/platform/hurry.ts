import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxClock } from '../clock.ts';
import type { ObjectStore } from '../kubernetes/store.ts';
import { isPlatformHealthy } from './platform-health.ts';

/** How far in the past the clock of a platform that starts fast should begin: several times what it needs. */
export const HEAD_START_MS = 40 * 60_000;

/** Sandbox seconds in a real one while the platform grows, while that keeps this process busy, and once it is up. */
const GROWING_RATE = 500;
const BUSY_RATE = 60;
const GROWN_RATE = 5000;
/**
 * The pace falls as now comes nearer, as if what is left were to take so long: on a slow machine, where git takes its
 * time, the platform still gets well before time is up.
 */
const GROWING_APPROACH_MS = 1500;
const GROWN_APPROACH_MS = 100;
const LOOK_MS = 5;
/** So near is now. */
const THERE_MS = 1000;

/**
 * Runs a clock that began in the past fast until it is now, and then at the pace it had before. By then the platform is
 * healthy, unless something in its repository keeps it from that.
 */
export async function hurry(store: ObjectStore, clock: SandboxClock): Promise<void> {
  const { rate } = clock;
  let before = performance.eventLoopUtilization();
  for (let left = leftMs(clock); left > THERE_MS; left = leftMs(clock)) {
    const { utilization } = performance.eventLoopUtilization(before);
    before = performance.eventLoopUtilization();
    const isGrown = isPlatformHealthy(store);
    const fastest = isGrown ? GROWN_RATE : utilization > 0.5 ? BUSY_RATE : GROWING_RATE;
    clock.setRate(Math.max(rate, Math.min(fastest, left / (isGrown ? GROWN_APPROACH_MS : GROWING_APPROACH_MS))));
    await sleep(LOOK_MS);
  }
  clock.setRate(rate);
}

function leftMs(clock: SandboxClock): number {
  return Date.now() - clock.now();
}
