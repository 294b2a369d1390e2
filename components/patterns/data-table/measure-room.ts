import type { Room } from './column-choice.ts';

/** The widths at which the classes of `cellStyle` change, in rem. */
const CARDS_BELOW = 40;
const WIDE_FROM = 56;

/** How much room a table has now. */
export function measureRoom(table: HTMLElement | null): Room {
  if (!window.matchMedia(`(min-width: ${CARDS_BELOW}rem)`).matches) {
    return 'card';
  }
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return (table?.clientWidth ?? 0) >= WIDE_FROM * rem ? 'wide' : 'row';
}
