import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxClock } from '../clock.ts';
import type { ObjectStore } from '../kubernetes/store.ts';
import { countUp, growthInWords, isPlatformHealthy } from './platform-health.ts';

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
 * What does not come up must not hold up the start: when nothing has come up for so long in sandbox time, and for as
 * long in real time as this machine may need for the next step, nothing more will.
 */
const REST_MS = 5 * 60_000;
const LEAST_REAL_REST_MS = 2000;
const COUNT_MS = 100;
/** Here the pace of growing is no faster than real time, so no more sandbox time will pass. */
const NEAR_MS = 2 * GROWING_APPROACH_MS;
/** Whoever waits longer hears how far it is, this often. */
const TELL_MS = 10_000;

/**
 * Runs a clock that began in the past fast until it is now, and then at the pace it had before. By then the platform is
 * healthy, except for what something in its repository keeps from that.
 * @param tell how far it is, where that takes long
 */
export async function hurry(store: ObjectStore, clock: SandboxClock, tell: (text: string) => void): Promise<void> {
  const { rate } = clock;
  const growth = createGrowth(store, clock);
  let toldAt = performance.now();
  let before = performance.eventLoopUtilization();
  for (let left = leftMs(clock); left > THERE_MS; left = leftMs(clock)) {
    const { utilization } = performance.eventLoopUtilization(before);
    before = performance.eventLoopUtilization();
    const isGrown = isPlatformHealthy(store) || growth.isAtRest(left);
    const fastest = isGrown ? GROWN_RATE : utilization > 0.5 ? BUSY_RATE : GROWING_RATE;
    clock.setRate(Math.max(rate, Math.min(fastest, left / (isGrown ? GROWN_APPROACH_MS : GROWING_APPROACH_MS))));
    if (performance.now() - toldAt > TELL_MS) {
      toldAt = performance.now();
      tell(growthInWords(store));
    }
    await sleep(LOOK_MS);
  }
  clock.setRate(rate);
}

/** Watches whether still more of the platform comes up. */
function createGrowth(store: ObjectStore, clock: SandboxClock) {
  const startedAt = performance.now();
  let most = -1;
  let grownAt = { real: startedAt, sandbox: clock.now() };
  let countedAt = 0;
  return {
    isAtRest(left: number): boolean {
      const real = performance.now();
      if (real - countedAt > COUNT_MS) {
        countedAt = real;
        const up = countUp(store);
        if (up > most) {
          most = up;
          grownAt = { real, sandbox: clock.now() };
        }
      }
      const realRest = Math.max(LEAST_REAL_REST_MS, (grownAt.real - startedAt) / 2);
      const isLong = clock.now() - grownAt.sandbox > REST_MS || left < NEAR_MS;
      return isLong && real - grownAt.real > realRest;
    },
  };
}

function leftMs(clock: SandboxClock): number {
  return Date.now() - clock.now();
}
