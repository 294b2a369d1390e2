import { expect, it } from 'vitest';
import { hasData, type SourceState } from '#lib/domain/source/source.ts';
import { createHubRig } from '#lib/testing/hub-rig.ts';
import { createCollection, type LiveCollection } from './collection.ts';
import { createComputedTopic } from './computed-topic.ts';
import { createSelected } from './selected.ts';

it('that failed tells everything anew: who was told to read again read what was never told', async () => {
  const { clock, things, hub, errors, put, listen } = createHubRig();
  let isBroken = false;
  hub.add(
    createComputedTopic({
      name: 'fragile',
      collections: [things],
      compute: () => {
        if (isBroken) {
          throw new Error('cannot be worked out');
        }
        return [{ id: 'count', size: things.get('a')?.size ?? 0 }];
      },
    }),
  );
  const { read } = await listen(['fragile']);
  put('a', 1);
  await clock.advance(300);
  expect(read().map(({ data }) => data.upsert)).toEqual([[{ id: 'count', size: 1 }]]);

  isBroken = true;
  put('a', 2);
  await clock.advance(300);
  expect(read().map(({ event, data }) => [event, data.reason])).toEqual([['reset', 'gap']]);
  expect(errors).toMatchObject([{ message: 'cannot be worked out' }]);

  // What the reader has read since then is 2.
  isBroken = false;
  put('a', 1);
  await clock.advance(300);
  expect(read().map(({ data }) => [data.upsert, data.replace])).toEqual([[[{ id: 'count', size: 1 }], true]]);
});

it('tells very many rows part by part, a pace apart, and never one that is no news any more', async () => {
  const { clock, things, hub, put, listen } = createHubRig();
  let computed = 0;
  const compute = () => {
    computed += 1;
    return [...things.values()];
  };
  const all = (size: number) => new Map(Array.from({ length: 250 }, (_, at) => [`t${at}`, { id: `t${at}`, size }]));
  things.replace(all(1));
  hub.add(createComputedTopic({ name: 'many', collections: [things], compute }));
  const { read } = await listen(['many']);
  // What readers have read is known from here on.
  put('t0', 2);
  await clock.advance(20_000);
  expect(read().map(({ data }) => [data.upsert, data.replace])).toEqual([[[{ id: 't0', size: 2 }], undefined]]);

  things.replace(all(3));
  computed = 0;
  await clock.advance(10);
  expect(read().map(({ data }) => data.upsert.length)).toEqual([100]);
  expect(computed).toBe(1);
  // The last of them changes once more before its turn: it is told once, as it is.
  put('t249', 4);
  await clock.advance(1000);
  const rest = read().flatMap(({ data }) => data.upsert);
  expect(rest).toHaveLength(150);
  expect(rest.filter(({ id }) => id === 't249')).toEqual([{ id: 't249', size: 4 }]);
  expect(computed).toBe(2);
  await clock.advance(1000);
  expect(read()).toEqual([]);
});

it('is told by difference from the first change on, and whole where it changed before somebody listened', async () => {
  const { clock, hub, put, listen } = createHubRig();
  const told = ({ read }: Awaited<ReturnType<typeof listen>>) =>
    read().map(({ data: { upsert, replace } }) => [upsert[0]?.size, replace]);
  const reader = await listen(['sum']);
  put('a', 1);
  await clock.advance(300);
  put('b', 2);
  await clock.advance(300);
  put('c', 0);
  await clock.advance(300);
  expect(told(reader)).toEqual([
    [1, undefined],
    [3, undefined],
  ]);
  reader.subscription.close();
  put('a', 2);
  // Somebody reads, it changes once more, and only then they listen.
  hub.position();
  put('a', 3);
  const late = await listen(['sum']);
  await clock.advance(300);
  expect(told(late)).toEqual([[5, true]]);
});

it.each([
  ['', (all: LiveCollection<string>) => all],
  [', of which some are selected', (all: LiveCollection<string>) => createSelected(all, () => true)],
])('tells of values that came before their source was said to be live%s', (_, shownOf) => {
  const all = createCollection<string>({ id: 'a', label: 'A' });
  const status = (state: SourceState) => all.status({ ...all.source, state });
  const collection = shownOf(all);
  const topic = createComputedTopic({
    name: 'a',
    collections: [collection],
    compute: () => (hasData(collection.source) ? [...collection.values()].map((id) => ({ id })) : []),
  });
  const stop = topic.start(() => undefined);
  status('forbidden');
  topic.collect(false);
  all.replace(new Map([['one', 'one']]));
  // A frame between the two: what is there may not be shown yet.
  expect(topic.collect(true)).toBeNull();
  status('live');
  expect(topic.isDirty).toBe(true);
  expect(topic.collect(true)).toMatchObject({ upsert: [{ id: 'one' }] });
  status('forbidden');
  expect(topic.collect(true)).toMatchObject({ remove: ['one'] });
  stop();
});

it('tells whoever read between two changes what it shows besides its collections', () => {
  const collection = createCollection<number>({ id: 'a', label: 'A' });
  let streams = 2;
  const topic = createComputedTopic({
    name: 'a',
    collections: [collection],
    compute: () => [{ id: 'streams', count: streams }],
    isSampled: true,
  });
  const stop = topic.start(() => undefined);
  collection.upsert('pulse', 1);
  topic.collect(false);
  // One leaves, somebody reads that there is one, and comes: it is two again with the next pulse.
  collection.upsert('pulse', 2);
  expect(topic.collect(true)).toMatchObject({ upsert: [{ count: 2 }], replace: true });
  streams = 3;
  collection.upsert('pulse', 3);
  expect(topic.collect(false)).toMatchObject({ upsert: [{ count: 3 }] });
  collection.upsert('pulse', 4);
  expect(topic.collect(false)).toBeNull();
  stop();
});
