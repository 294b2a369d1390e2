import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { portalNow, setServerNow, subscribeToTicks } from './ticker.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  setServerNow(Date.now());
  vi.useRealTimers();
});

it('keeps one timer however many listen, and none when nobody does', () => {
  let ticks = 0;
  const leave = [1, 2, 3].map(() =>
    subscribeToTicks(() => {
      ticks += 1;
    }),
  );
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(2_000);
  expect(ticks).toBe(6);
  for (const one of leave) {
    one();
  }
  expect(vi.getTimerCount()).toBe(0);
});

it('follows the server where the browser’s clock is wrong, and ignores the time a message takes', () => {
  setServerNow(Date.now() + 600_000);
  expect(portalNow()).toBe(1_600_000);
  setServerNow(Date.now() - 300);
  expect(portalNow()).toBe(1_000_000);
});
