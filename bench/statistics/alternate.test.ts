import { describe, expect, it } from 'vitest';
import { alternate } from './alternate.ts';

/** Plays figures back and notes who was asked. */
function rig(figures: readonly number[]) {
  const asked: string[] = [];
  let at = 0;
  return {
    asked,
    ours: async () => {
      asked.push('ours');
      at += 1;
      return figures[(at - 1) % figures.length] ?? 0;
    },
    theirs: async () => {
      asked.push('theirs');
      return asked.length;
    },
    figureOf: (figure: number) => figure,
  };
}

describe('alternate', () => {
  it('leaves the first pair out and lets the other begin each time', async () => {
    const { asked, ...measures } = rig([999, 10, 11, 10]);
    const { ours, theirs } = await alternate({ least: 3, most: 3, ...measures });
    expect(ours).toEqual([10, 11, 10]);
    expect(theirs).toHaveLength(3);
    expect(asked).toEqual(['ours', 'theirs', 'ours', 'theirs', 'theirs', 'ours', 'ours', 'theirs']);
  });

  it('goes on while the spread is large, but not for ever', async () => {
    const { ours } = await alternate({ least: 2, most: 7, ...rig([10, 100]) });
    expect(ours).toHaveLength(7);
  });

  it('stops as soon as the spread is small', async () => {
    const { ours } = await alternate({ least: 2, most: 20, ...rig([0, 10, 20, 15, 15, 15, 15, 15, 15, 15]) });
    expect(ours.length).toBeGreaterThan(2);
    expect(ours.length).toBeLessThan(10);
  });
});
