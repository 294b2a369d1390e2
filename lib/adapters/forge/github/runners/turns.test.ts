import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

it('lets so many work at once, whatever becomes of each, and all of them in the end', async () => {
  const turn = createTurns(3);
  let [busy, most, done] = [0, 0, 0];
  const work = async (index: number) => {
    busy += 1;
    most = Math.max(most, busy);
    await Promise.resolve();
    busy -= 1;
    done += 1;
    if (index % 4 === 0) {
      throw new Error(`${index}`);
    }
    return index;
  };
  const ends = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => turn(() => work(index))));
  expect([most, done]).toEqual([3, 20]);
  expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(5);
  await expect(turn(() => work(1))).resolves.toBe(1);
});
