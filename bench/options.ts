import type { Flag, Flags, ValuesOf } from '#lib/cli/flags/read-flags.ts';
import { UsageError } from '#lib/cli/flags/usage-error.ts';
import { positiveNumber } from '#lib/cli/flags/values.ts';
import { GOAL_IDS, type GoalId, readGoals } from './goals.ts';

const LARGEST = 50_000;

export const BENCH_FLAGS = {
  only: {
    help: 'only these goals',
    placeholder: 'S1,P2',
    fallback: GOAL_IDS,
    read: readGoals,
  } as Flag<readonly GoalId[]>,
  sizes: {
    help: 'on generated platforms with so many applications',
    placeholder: 'N,N',
    fallback: [200, 2000, 5000],
    read: readSizes,
  } as Flag<readonly number[]>,
  whole: {
    help: 'with every kind there is in proportion: at 5000 applications 20000 pods, 200 nodes with 400 cards, 2000 runners and 20 model servers',
    fallback: false,
  } as Flag<boolean>,
  quick: {
    help: 'few repetitions and a short soak: a first impression, not a figure to quote',
    fallback: false,
  } as Flag<boolean>,
  minutes: {
    help: 'how long the soak of the database (R9) takes; its goal is 120',
    placeholder: 'N',
    fallback: 2,
    read: positiveNumber(0.5, 1440),
  } as Flag<number>,
} satisfies Flags;

export type BenchOptions = ValuesOf<typeof BENCH_FLAGS>;

/** `200,2000` as sizes, smallest first. Throws UsageError. */
export function readSizes(text: string): number[] {
  const sizes = text.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : Number.NaN));
  if (!sizes.every((size) => size >= 1 && size <= LARGEST)) {
    throw new UsageError(`expected whole numbers from 1 to ${LARGEST}, separated by commas`);
  }
  return [...new Set(sizes)].toSorted((a, b) => a - b);
}
