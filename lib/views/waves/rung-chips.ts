import type { ApplicationRow } from '../applications/row.ts';
import { EVERYTHING, selectRows } from '../applications/select-rows.ts';

/** A rung with more than these names only a few of what is not delivered, and sums up the rest. */
const MOST_CHIPS = 12;
const CHIPS_OF_A_LONG_RUNG = 5;

/** The applications that a rung shows by name, the worst first: all of a short rung, a few of a long one. */
export function rungChips(rows: readonly ApplicationRow[], total: number): ApplicationRow[] {
  if (total <= MOST_CHIPS) {
    return selectRows(rows, EVERYTHING);
  }
  const troubled = rows.filter(({ standing }) => standing !== 'settled');
  return selectRows(troubled, EVERYTHING).slice(0, CHIPS_OF_A_LONG_RUNG);
}
