import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STANDINGS } from '#lib/domain/wave/settled.ts';
import { application } from '#lib/testing/application.ts';
import { createRowSelector } from './reselect-rows.ts';
import { type ApplicationRow, toApplicationRow } from './row.ts';
import { APPLICATION_SORTS, EVERYTHING, selectRows } from './select-rows.ts';

const row = (name: string, change: Partial<ApplicationRow> = {}): ApplicationRow => ({
  ...toApplicationRow(application({ name }), 'argocd/root'),
  ...change,
});
const change = fc.record({
  standing: fc.constantFrom(...STANDINGS),
  wave: fc.integer({ min: -1, max: 2 }),
  since: fc.option(fc.integer({ min: 0, max: 3 })),
});
const selection = fc.record({
  ladder: fc.constant(''),
  search: fc.constantFrom('', 'app', 'app-1', 'app-1 ', 'app-1 app', 'new', 'APP-1 x'),
  standings: fc.constantFrom([], [...STANDINGS].slice(0, 2)),
  waves: fc.constantFrom<number[][]>([], [0, 1]),
  sort: fc.constantFrom(...APPLICATION_SORTS),
  descending: fc.boolean(),
});
/** What happens to a list: one row changes, one is added, one goes, or somebody chooses otherwise. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('change' as const), at: fc.nat(), change }) },
  fc.record({ kind: fc.constant('add' as const), change }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('select' as const), selection }),
);

describe('createRowSelector', () => {
  it('gives what selectRows gives, whatever happens in between', () => {
    fc.assert(
      fc.property(selection, fc.array(step, { maxLength: 40 }), (first, steps) => {
        const select = createRowSelector();
        let rows = Array.from({ length: 12 }, (_, at) => row(`app-${at}`));
        let chosen = first;
        let added = 0;
        for (const one of steps) {
          const at = 'at' in one && rows.length > 0 ? one.at % rows.length : -1;
          if (one.kind === 'select') {
            chosen = one.selection;
          } else if (one.kind === 'add') {
            rows = [...rows, row(`new-${added}`, one.change)];
            added += 1;
          } else if (one.kind === 'change') {
            rows = rows.map((each, place) => (place === at ? { ...each, ...one.change } : each));
          } else {
            rows = rows.filter((_, place) => place !== at);
          }
          expect(select(rows, chosen)).toEqual(selectRows(rows, chosen));
        }
      }),
    );
  });

  it('gives the very same list when no row that it has changed', () => {
    const select = createRowSelector();
    const failing = { ...EVERYTHING, standings: ['failing' as const] };
    const rows = [row('a', { standing: 'failing' }), row('b'), row('c')];
    const before = select(rows, failing);
    expect(select([...rows.slice(0, 2), { ...(rows[2] as ApplicationRow), wave: 9 }], failing)).toBe(before);
  });

  it('only filters for every key of a search: nothing is sorted again and no text made again', () => {
    const looks = { name: 0, destination: 0 };
    const rows = Array.from({ length: 20 }, (_, at) => {
      const { name, destination, ...rest } = row(`app-${at}`);
      return {
        ...rest,
        get name() {
          looks.name += 1;
          return name;
        },
        get destination() {
          looks.destination += 1;
          return destination;
        },
      };
    });
    const select = createRowSelector();
    select(rows, EVERYTHING);
    const sorted = looks.name;
    expect(sorted).toBeGreaterThan(0);
    const found = ['a', 'ap', 'app-1', 'app-19'].map((search) => select(rows, { ...EVERYTHING, search }).length);
    expect(found).toEqual([20, 20, 11, 1]);
    expect(looks).toEqual({ name: sorted, destination: rows.length });
  });

  it('looks through what it found when more is typed, and not through all rows', () => {
    const rows = Array.from({ length: 100 }, (_, at) => row(`app-${at}`));
    let looks = 0;
    const counted = rows.map((each) => {
      const { standing, ...rest } = each;
      return {
        ...rest,
        get standing() {
          looks += 1;
          return standing;
        },
      };
    });
    const select = createRowSelector();
    const settled = [...STANDINGS];
    const looksFor = (search: string) => {
      looks = 0;
      const found = select(counted, { ...EVERYTHING, sort: 'name', standings: settled, search });
      return [found.length, looks];
    };
    looksFor('');
    expect(looksFor('app-1')).toEqual([11, 100]);
    expect(looksFor('app-11')).toEqual([1, 11]);
    expect(looksFor('app-1')).toEqual([11, 100]);
  });

  it('sorts anew when very many changed at once', () => {
    const select = createRowSelector();
    const rows = Array.from({ length: 1200 }, (_, at) => row(`app-${at}`));
    select(rows, EVERYTHING);
    const next = rows.map((each, at) => ({ ...each, wave: -at }));
    expect(select(next, EVERYTHING)).toEqual(selectRows(next, EVERYTHING));
  });
});
