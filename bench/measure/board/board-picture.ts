import type { ApplicationRow } from '#lib/views/applications/row.ts';
import { type ApplicationSelection, EVERYTHING, selectRows } from '#lib/views/applications/select-rows.ts';
import type { Picture } from '../../browser/time-to-picture.ts';

/** As many rows as are surely in sight. */
const IN_SIGHT = 15;

/** The rows that a selection leaves, in order. Names order them, so that what changes meanwhile moves none. */
export function selected(
  rows: readonly ApplicationRow[],
  selection: Partial<ApplicationSelection>,
): readonly ApplicationRow[] {
  return selectRows(rows, { ...EVERYTHING, sort: 'name', ...selection });
}

/** The board with these rows and no others, scrolled to where the row `from` is the first. */
export function pictureOf(rows: readonly ApplicationRow[], from = 0): Picture {
  return {
    shows: [
      `[role=table][aria-rowcount="${rows.length + 1}"]`,
      ...rows
        .slice(from, from + IN_SIGHT)
        .map(({ id }, at) => `[data-index="${from + at}"] .row-link[href$="/applications/${id}"]`),
    ],
    lacks: [`[data-index="${rows.length}"]`],
  };
}
