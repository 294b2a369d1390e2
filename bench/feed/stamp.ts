/** A moment as eight hexadecimal digits: tenths of a millisecond, so it comes round again after five days. */
const TICKS_PER_MS = 10;
const TURN = 2 ** 32;

/** What a row shows of the change that ends a flood. No change before it has this. */
export const LAST_STAMP = 'ffffffff';

/** Now in ms since 1970, finer than `Date.now()`; the same in all processes of this machine. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}

/** @param at ms since 1970 */
export function stampOf(at: number): string {
  return Math.floor((at * TICKS_PER_MS) % TURN)
    .toString(16)
    .padStart(8, '0');
}

/** How many ms before `now` the stamp was made; negative when it is from the future. */
export function ageOf(stamp: string, now: number): number {
  const ticks = ((now * TICKS_PER_MS) % TURN) - Number.parseInt(stamp, 16);
  const turned = ticks < -TURN / 2 ? ticks + TURN : ticks > TURN / 2 ? ticks - TURN : ticks;
  return turned / TICKS_PER_MS;
}
