import { defaultScheduler, notifyManager, QueryClient, QueryObserver } from '@tanstack/react-query';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createLiveClient } from './live-client.ts';
import { followQuery, readCurrent } from './live-query.ts';
import { patchDataRows } from './patch-sources.ts';
import { FakeEventSource } from './testing/fake-event-source.ts';
import { createFakeTimers } from './testing/fake-timers.ts';

type Result = { position: string; seen?: Record<string, string>; data: { rows: { id: string; size: number }[] } };

let timers = createFakeTimers();

beforeEach(() => {
  FakeEventSource.opened = [];
  timers = createFakeTimers();
});

const settle = async () => {
  timers.advance(0);
  await new Promise((resolve) => setTimeout(resolve, 0));
};
const patches = { things: patchDataRows<Result> };
const queryKey = ['view', 'things', {}];
const at = (position: string, ...sizes: number[]): Result => ({
  position,
  data: { rows: sizes.map((size, index) => ({ id: `t${index}`, size })) },
});

function rig(read: () => Promise<Result>) {
  const client = createLiveClient({ url: '/api/live', EventSourceImpl: FakeEventSource, timers, random: () => 0.5 });
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const fetch = () =>
    queryClient.fetchQuery({
      queryKey,
      queryFn: ({ signal }) => readCurrent(client, { read, patches }, signal),
      staleTime: 0,
    });
  queryClient.setQueryDefaults(queryKey, { queryFn: ({ signal }) => readCurrent(client, { read, patches }, signal) });
  const sizes = () => queryClient.getQueryData<Result>(queryKey)?.data.rows.map(({ size }) => size);
  return {
    client,
    queryClient,
    fetch,
    sizes,
    follow: (since?: string) => followQuery<Result>(client, queryClient, { queryKey, patches, since }, () => 0),
  };
}

describe('a followed query', () => {
  it('takes deltas in by row, and keeps the objects of rows that did not change', async () => {
    const { fetch, follow, queryClient, sizes } = rig(async () => at('e1.5', 1, 2));
    await fetch();
    follow();
    await settle();
    const before = queryClient.getQueryData<Result>(queryKey)?.data.rows;
    FakeEventSource.last.delta(6, 'things', [{ id: 't1', size: 20 } as { id: string }]);
    const after = queryClient.getQueryData<Result>(queryKey)?.data.rows;
    expect(sizes()).toEqual([1, 20]);
    expect(after?.[0]).toBe(before?.[0]);
    expect(queryClient.getQueryData<Result>(queryKey)?.seen).toEqual({ things: 'e1.6' });
  });

  it('is drawn once with another that a delivery changes, too', async () => {
    const { client, queryClient, fetch, follow } = rig(async () => at('e1.5', 1));
    await fetch();
    follow();
    const sums = { queryKey: ['view', 'sums', {}], patches: { sums: patchDataRows<Result> } };
    queryClient.setQueryData(sums.queryKey, at('e1.5', 1));
    followQuery<Result>(client, queryClient, sums);
    await settle();
    for (const key of [queryKey, sums.queryKey]) {
      // As `useQuery` listens.
      const listener = notifyManager.batchCalls(() => undefined);
      new QueryObserver(queryClient, { queryKey: key, enabled: false }).subscribe(listener);
    }
    const tell = (version: number, topic: string) =>
      FakeEventSource.last.delta(version, topic, [{ id: 't0', size: version } as { id: string }]);
    tell(6, 'things');
    tell(7, 'things');
    tell(8, 'sums');
    // Each time is a task of the browser, after which React draws.
    const draws: (() => void)[] = [];
    notifyManager.setScheduler((draw) => draws.push(draw));
    try {
      timers.advance(1000);
    } finally {
      notifyManager.setScheduler(defaultScheduler);
    }
    expect(queryClient.getQueryData<Result>(sums.queryKey)?.seen).toEqual({ sums: 'e1.8' });
    expect(draws).toHaveLength(1);
  });

  it('ends where a row ended that changed and changed back before it was drawn', async () => {
    const { fetch, follow, sizes } = rig(async () => at('e1.5', 1, 2));
    await fetch();
    follow();
    await settle();
    const tell = (version: number, size: number) =>
      FakeEventSource.last.delta(version, 'things', [{ id: 't1', size } as { id: string }]);
    for (const [version, size] of [20, 30, 20, 2, 40, 2].entries()) {
      tell(6 + version, size);
    }
    timers.advance(1000);
    expect(sizes()).toEqual([1, 2]);
  });

  it('is not set back by a read that began before the last delta', async () => {
    let answer: (result: Result) => void = () => undefined;
    let reads = 0;
    const { fetch, follow, sizes } = rig(() => {
      reads += 1;
      return reads === 1
        ? Promise.resolve(at('e1.5', 1))
        : new Promise((resolve) => {
            answer = resolve;
          });
    });
    await fetch();
    follow();
    await settle();
    const again = fetch();
    await settle();
    FakeEventSource.last.delta(6, 'things', [{ id: 't0', size: 6 } as { id: string }]);
    FakeEventSource.last.delta(7, 'things', [{ id: 't0', size: 7 } as { id: string }]);
    answer(at('e1.6', 6));
    await again;
    expect(sizes()).toEqual([7]);
    timers.advance(100);
    expect(sizes()).toEqual([7]);
  });

  it('is read again after a reset, and takes nothing in before it was', async () => {
    const read = vi.fn(async () => at('e1.5', 1));
    const { fetch, follow, sizes, queryClient } = rig(read);
    await fetch();
    new QueryObserver(queryClient, { queryKey, staleTime: Number.POSITIVE_INFINITY }).subscribe(() => undefined);
    follow();
    await settle();
    FakeEventSource.last.reset(30, 'things');
    read.mockResolvedValue(at('e1.30', 300));
    FakeEventSource.last.delta(31, 'things', [{ id: 't9', size: 9 } as { id: string }]);
    expect(sizes()).toEqual([1]);
    await vi.waitFor(() => expect(sizes()).toEqual([300, 9]));
    timers.advance(100);
    expect(sizes()).toEqual([300, 9]);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('goes on where it was when it is shown again', async () => {
    const { fetch, follow, sizes } = rig(async () => at('e1.5', 1));
    await fetch();
    const stop = follow();
    await settle();
    FakeEventSource.last.delta(6, 'things', [{ id: 't0', size: 6 } as { id: string }]);
    stop();
    FakeEventSource.last.delta(7, 'things', [{ id: 't0', size: 7 } as { id: string }]);
    expect(sizes()).toEqual([6]);
    follow();
    await settle();
    expect(sizes()).toEqual([7]);
    expect(FakeEventSource.opened).toHaveLength(1);
  });

  it('does nothing where there is nothing in the cache and nothing says where the page stands', () => {
    const { follow } = rig(async () => at('e1.5'));
    follow()();
    expect(FakeEventSource.opened).toHaveLength(0);
  });
});

describe('a query whose data is still to come', () => {
  const change = (version: number) =>
    FakeEventSource.last.delta(version, 'things', [{ id: 't0', size: version } as { id: string }]);

  it('is on the line from where its page stands, and the line is not opened again for it', async () => {
    const { fetch, follow, sizes } = rig(async () => {
      change(7);
      return at('e1.6', 6);
    });
    const stop = follow('e1.5');
    await settle();
    expect(decodeURIComponent(FakeEventSource.last.url)).toBe('/api/live?topic=things@e1.5');
    change(6);
    await fetch();
    change(8);
    expect(sizes()).toEqual([7]);
    stop();
    follow('e1.5');
    await settle();
    expect(sizes()).toEqual([8]);
    change(9);
    timers.advance(1000);
    expect(sizes()).toEqual([9]);
    expect(FakeEventSource.opened).toHaveLength(1);
  });

  it('is read again where the line was told a reset while it was read', async () => {
    const read = vi.fn(async () => at('e1.30', 30));
    const { fetch, follow, sizes } = rig(read);
    read.mockImplementationOnce(async () => {
      FakeEventSource.last.reset(30, 'things');
      return at('e1.6', 6);
    });
    follow('e1.5');
    await settle();
    await fetch();
    expect(sizes()).toEqual([30]);
  });

  it('of a life of the server that ended while it was read makes the line ask which life is over', async () => {
    const { fetch, follow } = rig(async () => {
      FakeEventSource.last.reset(2, 'things', 'gap', 'e2');
      return at('e1.6', 6);
    });
    const stop = follow('e1.5');
    await settle();
    await fetch();
    stop();
    follow('e1.5');
    await settle();
    expect(decodeURIComponent(FakeEventSource.last.url)).toBe('/api/live?topic=things@e1.6');
    expect(FakeEventSource.opened).toHaveLength(2);
  });
});

describe('readCurrent', () => {
  it('reads again when more happened meanwhile than is kept, and gives up in the end', async () => {
    const read = vi.fn(async () => at('e1.1', 1));
    const behind = { deltasSince: () => null };
    await expect(readCurrent(behind, { read, patches }, new AbortController().signal)).rejects.toThrow(
      'cannot keep up',
    );
    expect(read).toHaveBeenCalledTimes(3);
  });

  it('works without a line, as on the server', async () => {
    expect(await readCurrent(null, { read: async () => at('e1.1', 1), patches }, new AbortController().signal)).toEqual(
      at('e1.1', 1),
    );
  });
});
