/** `npm run test:long`: everything that is also in `npm test`, with the counts that take hours on a busy machine. */
export const isLong = process.env.PORTOLAN_LONG === '1';

/** How often something is tried: a few seconds' worth in `npm test`, the goal's own number in `npm run test:long`. */
export function times(short: number, long: number): number {
  return isLong ? long : short;
}
