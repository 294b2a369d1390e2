import { describe, expect, it } from 'vitest';
import { readFlags } from '#lib/cli/flags/read-flags.ts';
import { GOAL_IDS } from './goals.ts';
import { BENCH_FLAGS } from './options.ts';

const read = (...args: string[]) => readFlags(BENCH_FLAGS, args);

describe('the flags of bench', () => {
  it('without any measure everything on three sizes', () => {
    expect(read()).toEqual({ only: GOAL_IDS, sizes: [200, 2000, 5000], whole: false, quick: false, minutes: 2 });
  });

  it('choose goals in the order they are shown, whatever the order and case they are given in', () => {
    expect(read('--only', 'p2,S1').only).toEqual(['S1', 'P2']);
  });

  it('choose sizes, each once and the smallest first', () => {
    expect(read('--sizes', '2000, 200,2000', '--quick')).toMatchObject({ sizes: [200, 2000], quick: true });
  });

  it.each([
    [['--only', 'S1,X9'], `--only: "X9" is not measured here; there are ${GOAL_IDS.join(', ')}, got "S1,X9"`],
    [['--only', ''], '--only: "" is not measured here'],
    [['--sizes', '200,many'], '--sizes: expected whole numbers from 1 to 50000, separated by commas, got "200,many"'],
    [['--sizes', '0'], '--sizes: expected whole numbers'],
    [['--sizes', '50001'], '--sizes: expected whole numbers'],
    [['--size', '200'], '--size: there is no such flag'],
  ])('%j is refused: %s', (args, message) => {
    expect(() => read(...args)).toThrow(message);
  });
});
