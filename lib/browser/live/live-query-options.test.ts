import { environmentManager, QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { failedView } from '../view/use-failed-view.ts';
import { failedAgainMs, liveQueryOptions } from './live-query-options.ts';
import { markOutdated } from './live-result.ts';

type Result = { position: string; data: string };

const queryKey = ['view', 'things', {}];

beforeEach(() => {
  vi.useFakeTimers();
  // On a server nothing is read again.
  environmentManager.setIsServer(() => false);
});
afterEach(() => {
  vi.useRealTimers();
  environmentManager.setIsServer(() => typeof window === 'undefined');
});

function observe(read: () => Promise<Result>) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: 2 } } });
  const options = liveQueryOptions<Result>(null, { queryKey, read, patches: {} }, { chance: 1 });
  const observer = new QueryObserver<Result>(queryClient, options);
  const stop = observer.subscribe(() => undefined);
  return { observer, queryClient, stop };
}

it('reads on after a read that failed with all its tries, less and less often, until it is there', async () => {
  let isDown = true;
  const read = vi.fn(async () => {
    if (isDown) {
      throw new Error('too many at once');
    }
    return { position: 'e.1', data: 'all' };
  });
  const { observer, stop } = observe(read);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(observer.getCurrentResult().isError).toBe(true);
  const early = read.mock.calls.length;
  await vi.advanceTimersByTimeAsync(600_000);
  const later = read.mock.calls.length - early;
  expect(later).toBeGreaterThan(30);
  expect(later, 'three tries in 33 seconds').toBeLessThan(70);
  isDown = false;
  await vi.advanceTimersByTimeAsync(31_000);
  expect(observer.getCurrentResult().data?.data).toBe('all');
  const calls = read.mock.calls.length;
  await vi.advanceTimersByTimeAsync(600_000);
  expect(read).toHaveBeenCalledTimes(calls);
  stop();
});

it('reads on where there is something to show that is told to be read again', async () => {
  let isDown = false;
  const read = vi.fn(async () => {
    if (isDown) {
      throw new Error('restarting');
    }
    return { position: 'e.1', data: `read ${read.mock.calls.length}` };
  });
  const { observer, queryClient, stop } = observe(read);
  await vi.advanceTimersByTimeAsync(0);
  isDown = true;
  void queryClient.invalidateQueries({ queryKey, exact: true });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(observer.getCurrentResult()).toMatchObject({ isError: true, data: { data: 'read 1' } });
  isDown = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(observer.getCurrentResult()).toMatchObject({
    isError: false,
    data: { data: expect.not.stringMatching('read 1$') },
  });
  stop();
});

it('reads on also where another topic of it is told of meanwhile', async () => {
  let isDown = false;
  const { observer, queryClient, stop } = observe(async () => {
    if (isDown) {
      throw new Error('restarting');
    }
    return { position: 'e.1', data: 'all' };
  });
  await vi.advanceTimersByTimeAsync(0);
  isDown = true;
  const update = (change: (before: Result) => Result) =>
    queryClient.setQueryData<Result>(queryKey, (before) => before && change(before));
  update((before) => markOutdated(before, 'things'));
  void queryClient.invalidateQueries({ queryKey, exact: true });
  await vi.advanceTimersByTimeAsync(4_000);
  expect(observer.getCurrentResult().isError).toBe(true);
  update((before) => ({ ...before, data: 'another topic' }));
  expect(observer.getCurrentResult().isError).toBe(false);
  expect(failedView(queryClient)).not.toBeNull();
  isDown = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(observer.getCurrentResult().data).toEqual({ position: 'e.1', data: 'all' });
  expect(failedView(queryClient)).toBeNull();
  stop();
});

it('spreads those that failed together', () => {
  expect([0, 0.5, 1].map((chance) => failedAgainMs(1, chance))).toEqual([1_000, 1_500, 2_000]);
});
