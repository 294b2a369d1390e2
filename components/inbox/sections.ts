import { hasEnded } from '#lib/domain/change/change.ts';
import { type ChangeRow, type Viewer, waitsFor } from '#lib/domain/inbox/row.ts';

export type Section = { title: string; hint: string; rows: ChangeRow[] };

/** What waits for this person first, then what models began, then the rest that is under way, then what has ended. */
export function sectionsOf(rows: readonly ChangeRow[], viewer: Viewer): Section[] {
  const ordered = rows.toSorted((a, b) => b.updatedAt - a.updatedAt);
  const isWaiting = (row: ChangeRow) => waitsFor(row, viewer) !== null;
  const rest = ordered.filter((row) => !isWaiting(row));
  const underWay = rest.filter(({ phase }) => !hasEnded(phase));
  const byModels = underWay.filter(({ origin }) => origin.kind === 'ai');
  return [
    { title: 'Waits for you', hint: 'Nothing waits for you.', rows: ordered.filter(isWaiting) },
    ...(byModels.length === 0 ? [] : [{ title: 'Under way, begun by models', hint: '', rows: byModels }]),
    { title: 'Under way', hint: 'Nothing is under way.', rows: underWay.filter(({ origin }) => origin.kind !== 'ai') },
    { title: 'Ended', hint: 'Nothing has ended yet.', rows: rest.filter(({ phase }) => hasEnded(phase)) },
  ];
}
