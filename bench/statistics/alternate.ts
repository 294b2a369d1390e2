import { spreadOf } from './summary.ts';

export type Repetitions = {
  /** Pairs that count; one more before them warms up. */
  least: number;
  /** While the spread stays large, up to so many. */
  most: number;
};

/** A middle half wider than this is measured again. */
export const LARGE_SPREAD = 0.15;

export type Alternation<Ours, Theirs> = Repetitions & {
  ours(): Promise<Ours>;
  theirs(): Promise<Theirs>;
  /** The figure by which it is decided whether there are enough. */
  figureOf(ours: Ours): number;
};

/**
 * Measures a thing and its baseline in turn, so that a busy machine troubles both alike; the other one begins in each
 * pair. The first pair warms up and does not count.
 */
export async function alternate<Ours, Theirs>(
  options: Alternation<Ours, Theirs>,
): Promise<{ ours: Ours[]; theirs: Theirs[] }> {
  const { least, most, figureOf } = options;
  const ours: Ours[] = [];
  const theirs: Theirs[] = [];
  const isEnough = () => ours.length >= most || spreadOf(ours.map(figureOf)) <= LARGE_SPREAD;
  await options.ours();
  await options.theirs();
  while (ours.length < least || !isEnough()) {
    if (ours.length % 2 === 0) {
      ours.push(await options.ours());
      theirs.push(await options.theirs());
    } else {
      theirs.push(await options.theirs());
      ours.push(await options.ours());
    }
  }
  return { ours, theirs };
}
