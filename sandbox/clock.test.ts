import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSandboxClock, type SandboxClock } from './clock.ts';

describe('sandbox clock', () => {
  let clock: SandboxClock;
  afterEach(() => clock.stop());

  it('runs at its rate, and a change of the rate keeps what was due', async () => {
    clock = createSandboxClock({ rate: 1, startAt: 1_000_000 });
    let firedAt = 0;
    clock.after(60_000, () => {
      firedAt = clock.now();
    });
    clock.setRate(10_000);
    await vi.waitFor(() => expect(firedAt).not.toBe(0));
    // Node's own clock may be a ms ahead, which is ten seconds here.
    expect(firedAt).toBeGreaterThanOrEqual(1_050_000);
  });

  it('a timer of two months does not fire at once', async () => {
    clock = createSandboxClock({ rate: 1 });
    let hasFired = false;
    clock.after(60 * 24 * 3_600_000, () => {
      hasFired = true;
    });
    // What is asked for later and is due, fires later.
    await new Promise((resolve) => clock.after(20, () => resolve(undefined)));
    expect(hasFired).toBe(false);
  });
});
