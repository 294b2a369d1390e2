import { expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { createLookedAt, type LookedAtOptions } from './looked-at.ts';

function rig(overrides: Partial<LookedAtOptions<string>> = {}) {
  const clock = createFakeClock();
  const asked: string[] = [];
  const aborted: string[] = [];
  const looked = createLookedAt<string>({
    clock,
    source: { id: 'engine', label: 'Engine' },
    read: async (id, signal) => {
      asked.push(id);
      signal.addEventListener('abort', () => aborted.push(id));
      return `tree of ${id}`;
    },
    paceMs: 3_000,
    timeoutMs: 10_000,
    lingerMs: 15_000,
    most: 3,
    random: () => 0.5,
    ...overrides,
  });
  return { clock, looked, asked, aborted };
}

it('asks for nothing that nobody looks at', async () => {
  const { clock, looked, asked } = rig();
  await clock.advance(60_000);
  expect(asked).toEqual([]);
  await looked.stop();
});

it('reads at once, goes on while somebody looks, and stops when nobody does', async () => {
  const { clock, looked, asked } = rig();
  expect(await looked.read('a')).toMatchObject({ value: 'tree of a', source: { state: 'live' } });
  const leave = looked.watch('a');
  await clock.advance(30_000);
  expect(asked).toHaveLength(11);
  expect(looked.collection.size).toBe(1);
  leave();
  leave();
  await clock.advance(60_000);
  expect(asked).toHaveLength(15);
  expect(looked.collection.size).toBe(0);
  expect(clock.sleeping).toBe(0);
});

it('keeps one that was read once for as long as it takes to follow it', async () => {
  const { clock, looked, asked } = rig();
  await looked.read('a');
  await clock.advance(14_000);
  expect(looked.collection.size).toBe(1);
  await clock.advance(2_000);
  expect(looked.collection.size).toBe(0);
  const before = asked.length;
  await clock.advance(60_000);
  expect(asked).toHaveLength(before);
});

it('still has what was known for who comes back on a new line while nothing is answered', async () => {
  let isDown = false;
  const { clock, looked } = rig({
    read: async () => {
      if (isDown) {
        throw new ExternalError({ provider: 'Engine', operation: 'read', kind: 'unavailable', message: 'it is gone' });
      }
      return 'tree';
    },
  });
  await looked.read('a');
  const leave = looked.watch('a');
  await clock.advance(60_000);
  isDown = true;
  leave();
  await clock.advance(10_000);
  looked.watch('a');
  await clock.advance(30_000);
  expect(looked.collection.get('a')).toMatchObject({ value: 'tree', source: { state: 'stale' } });
  await looked.stop();
  expect(clock.sleeping).toBe(0);
});

it('asks once for all who look at the same', async () => {
  const { looked, asked } = rig();
  const all = await Promise.all(Array.from({ length: 20 }, () => looked.read('a')));
  expect(new Set(all.map(({ value }) => value))).toEqual(new Set(['tree of a']));
  expect(asked).toEqual(['a']);
  await looked.stop();
});

it('shows the last it knows as stale while it fails, and is right within five seconds of the end', async () => {
  let isDown = false;
  const at: number[] = [];
  const { clock, looked } = rig({
    read: async () => {
      at.push(clock.now());
      if (isDown) {
        throw new ExternalError({ provider: 'Engine', operation: 'read', kind: 'unavailable', message: 'it is gone' });
      }
      return 'tree';
    },
  });
  await looked.read('a');
  const leave = looked.watch('a');
  isDown = true;
  await clock.advance(120_000);
  expect(looked.collection.get('a')).toMatchObject({ value: 'tree', source: { state: 'stale' } });
  const gaps = at.slice(1).map((time, index) => time - (at[index] ?? 0));
  expect(Math.min(...gaps.slice(1)), 'it is not asked faster because it fails').toBeGreaterThanOrEqual(1_500);
  isDown = false;
  await clock.advance(5_000);
  expect(looked.collection.get('a')).toMatchObject({ value: 'tree', source: { state: 'live' } });
  leave();
  await looked.stop();
});

it('keeps nothing of what it may no longer read', async () => {
  let isRefused = false;
  const { clock, looked } = rig({
    read: async () => {
      if (isRefused) {
        throw new ExternalError({ provider: 'Engine', operation: 'read', kind: 'forbidden', message: 'no' });
      }
      return 'tree';
    },
  });
  await looked.read('a');
  const leave = looked.watch('a');
  isRefused = true;
  await clock.advance(10_000);
  expect(looked.collection.get('a')).toMatchObject({ value: null, source: { state: 'forbidden' } });
  leave();
  await looked.stop();
});

it('refuses more than it can ask for, and is there for others again when they have left', async () => {
  const { clock, looked } = rig();
  await Promise.all(['a', 'b', 'c'].map((id) => looked.read(id)));
  await expect(looked.read('d')).rejects.toMatchObject({ code: 'unavailable' });
  await clock.advance(16_000);
  expect((await looked.read('d')).value).toBe('tree of d');
  await looked.stop();
});

it('leaves no read behind and nobody waiting when it stops', async () => {
  const { clock, looked } = rig({
    read: (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  });
  const waiting = looked.read('a');
  await clock.advance(10);
  await looked.stop();
  expect(await waiting).toMatchObject({ value: null });
  expect(clock.sleeping).toBe(0);
});
