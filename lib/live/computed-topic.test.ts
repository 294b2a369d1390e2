import { expect, it } from 'vitest';
import { createHubRig } from '#lib/testing/hub-rig.ts';
import { createComputedTopic } from './computed-topic.ts';

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
