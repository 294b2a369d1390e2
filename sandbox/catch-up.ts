import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxClock } from './clock.ts';

/** How long before now the sandbox's life begins, and how fast it lives until now. */
const HISTORY_MS = 20 * 60_000;
const FAST_RATE = 300;

/** A clock that starts in the past, so that a platform can grow up quickly before anybody looks. */
export const catchUpStart = () => Date.now() - HISTORY_MS;

/**
 * Lets time run fast until it is now, and then at its own pace: what the platform did to get where it is lies in the
 * past, as it would.
 */
export async function catchUp(clock: SandboxClock, rate: number): Promise<void> {
  clock.setRate(FAST_RATE);
  while (clock.now() < Date.now()) {
    await sleep(Math.min(100, Math.max(5, (Date.now() - clock.now()) / FAST_RATE)));
  }
  clock.setRate(rate);
}
