import { hasEnded } from '#lib/domain/change/change.ts';
import { type ChangeRow, type Viewer, waitsFor } from '#lib/domain/inbox/row.ts';

export type Section = { title: string; hint: string; rows: ChangeRow[] };

/** What waits for this person first, then what is under way, then what has ended. */
export function sectionsOf(rows: readonly ChangeRow[], viewer: Viewer): Section[] {
  const ordered = rows.toSorted((a, b) => b.updatedAt - a.updatedAt);
  const waiting = ordered.filter((row) => waitsFor(row, viewer) !== null);
  const rest = ordered.filter((row) => !waiting.includes(row));
  return [
    { title: 'Waits for you', hint: 'Nothing waits for you.', rows: waiting },
    { title: 'Under way', hint: 'Nothing is under way.', rows: rest.filter(({ phase }) => !hasEnded(phase)) },
    { title: 'Ended', hint: 'Nothing has ended yet.', rows: rest.filter(({ phase }) => hasEnded(phase)) },
  ];
}
