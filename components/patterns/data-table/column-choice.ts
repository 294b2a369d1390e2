import type { Column } from './column.ts';

/** What somebody decided about columns, by id: shown or not. All others are shown as usual, where there is room. */
export type ColumnChoice = Readonly<Record<string, boolean>>;

/** What a table has room for: `card` on a phone, `row` otherwise, and `wide` where all usual columns are shown. */
export const ROOMS = ['card', 'row', 'wide'] as const;
export type Room = (typeof ROOMS)[number];

/** What decides where a column is shown. The first one of a table always is: it is the row's name and its link. */
export type ChoosableColumn = Pick<Column<never>, 'id' | 'narrow' | 'isWideOnly' | 'isExtra'>;

/** Reads `-since,project`: with a minus what is hidden. What says nothing new, or is no column, is left out. */
export function parseColumns(text: string, [, ...choosable]: readonly ChoosableColumn[]): ColumnChoice {
  const asked = text.split(',');
  const decided = choosable.flatMap((column): [string, boolean][] => {
    const isShown = asked.includes(column.id);
    const isDecided = isShown || asked.includes(`-${column.id}`);
    return isDecided && ROOMS.some((room) => isUsual(column, room) !== isShown) ? [[column.id, isShown]] : [];
  });
  return Object.fromEntries(decided);
}

/** The same back; '' where all is as usual. */
export function formatColumns(choice: ColumnChoice, [, ...choosable]: readonly ChoosableColumn[]): string {
  return choosable
    .filter(({ id }) => choice[id] !== undefined)
    .map(({ id }) => (choice[id] ? id : `-${id}`))
    .join(',');
}

/** Whether a column other than the first is shown where there is so much room. */
export function isShown(column: ChoosableColumn, choice: ColumnChoice, room: Room): boolean {
  return choice[column.id] ?? isUsual(column, room);
}

/** The choice with a column shown that was not, or hidden that was; what is as usual again is no decision. */
export function toggledColumn(column: ChoosableColumn, choice: ColumnChoice, room: Room): ColumnChoice {
  const { [column.id]: _before, ...others } = choice;
  const wanted = !isShown(column, choice, room);
  return wanted === isUsual(column, room) ? others : { ...others, [column.id]: wanted };
}

/**
 * The columns as they are drawn: without the hidden ones, and those that were chosen in whatever room there is.
 * @param room null where it is not known yet: then those that there may be no room for are hidden by their classes
 */
export function placeColumns<Row>(
  columns: readonly Column<Row>[],
  choice: ColumnChoice,
  room: Room | null,
): readonly Column<Row>[] {
  return columns.flatMap((column, at) => {
    const chosen = at === 0 ? undefined : choice[column.id];
    if (chosen === undefined) {
      const isWithout = at > 0 && (room === null ? column.isExtra : !isUsual(column, room));
      return isWithout ? [] : [column];
    }
    const { narrow = 'hidden' } = column;
    return chosen ? [{ ...column, isWideOnly: false, narrow: narrow === 'hidden' ? 'more' : narrow }] : [];
  });
}

function isUsual({ narrow = 'hidden', isWideOnly, isExtra }: ChoosableColumn, room: Room): boolean {
  if (isExtra) {
    return false;
  }
  return isWideOnly ? room === 'wide' : room !== 'card' || narrow !== 'hidden';
}
