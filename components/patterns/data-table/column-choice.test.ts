import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column } from './column.ts';
import {
  type ColumnChoice,
  formatColumns,
  isShown,
  parseColumns,
  placeColumns,
  ROOMS,
  type Room,
  toggledColumn,
} from './column-choice.ts';

const column = (id: string, more: Partial<Column<string>> = {}): Column<string> => ({
  id,
  header: id,
  render: () => id,
  plain: () => id,
  ...more,
});
const columns = [
  column('name', { narrow: 'title' }),
  column('health', { narrow: 'end' }),
  column('wave'),
  column('since', { isWideOnly: true }),
  column('project', { isExtra: true }),
];
const ids = columns.map(({ id }) => id);
const choosable = columns.slice(1);
const named = (id: string) => choosable.find((each) => each.id === id) ?? column(id);

describe('the choice of columns in an address', () => {
  it.each([
    ['', {}],
    ['-wave', { wave: false }],
    ['-health,wave,since,project', { health: false, wave: true, since: true, project: true }],
  ])('goes there and back: %s', (text, choice) => {
    expect(parseColumns(text, columns)).toEqual(choice);
    expect(formatColumns(choice, columns)).toBe(text);
  });

  it('leaves out what says nothing new, is no column, or would hide the first one', () => {
    expect(parseColumns('health,-project,-name,name,nothing,-,constructor,__proto__,-toString', columns)).toEqual({});
  });

  it('whatever stands there: it is read without fail, and written the same from then on', () => {
    const word = fc.oneof(fc.constantFrom(...ids, ...ids.map((id) => `-${id}`)), fc.string());
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const choice = parseColumns(words.join(','), columns);
        const text = formatColumns(choice, columns);
        expect(parseColumns(text, columns)).toEqual(choice);
        expect(text.length).toBeLessThanOrEqual(ids.join(',-').length);
        expect(ROOMS.every((room) => placeColumns(columns, choice, room)[0] === columns[0])).toBe(true);
      }),
    );
  });

  it('any columns pressed in any room: each press turns one round, all else stays, and the address says it all', () => {
    const press = fc.tuple(fc.constantFrom(...choosable.map(({ id }) => id)), fc.constantFrom(...ROOMS));
    fc.assert(
      fc.property(fc.array(press, { maxLength: 12 }), (presses) => {
        let choice: ColumnChoice = {};
        for (const [id, room] of presses) {
          const next = toggledColumn(named(id), choice, room);
          expect(isShown(named(id), next, room)).toBe(!isShown(named(id), choice, room));
          for (const other of choosable.filter((each) => each.id !== id)) {
            expect(isShown(other, next, room)).toBe(isShown(other, choice, room));
          }
          expect(parseColumns(formatColumns(next, columns), columns)).toEqual(next);
          choice = next;
        }
      }),
    );
  });
});

describe('the columns that are drawn', () => {
  const drawn = (choice: ColumnChoice) => placeColumns(columns, choice, null).map(({ id }) => id);

  it('are the usual ones without a choice, each the very same', () => {
    expect(placeColumns(columns, {}, null)).toEqual(columns.slice(0, 4));
    expect(placeColumns(columns, {}, null)[3]).toBe(columns[3]);
  });

  it('are only those that there is room for, once that is known: a cell that is not seen is not made', () => {
    const inRoom = (room: Room) => placeColumns(columns, {}, room).map(({ id }) => id);
    expect(ROOMS.map(inRoom)).toEqual([
      ['name', 'health'],
      ['name', 'health', 'wave'],
      ['name', 'health', 'wave', 'since'],
    ]);
  });

  it('leave out what was hidden, and the name stays whatever is asked', () => {
    expect(drawn({ name: false, health: false, wave: false, since: false })).toEqual(['name']);
  });

  it('have what was chosen in any room: on a card too, and without the width that it waits for otherwise', () => {
    const [, , wave, since, project] = placeColumns(columns, { wave: true, since: true, project: true }, 'card');
    expect([wave?.narrow, since?.narrow, project?.narrow]).toEqual(['more', 'more', 'more']);
    expect(since?.isWideOnly).toBe(false);
  });
});
