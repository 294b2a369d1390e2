import fc from 'fast-check';
import { expect, it } from 'vitest';
import { APPLICATION_COLUMNS } from '#components/waves/application-columns.tsx';
import { STANDINGS } from '#lib/domain/wave/settled.ts';
import { APPLICATION_SORTS, EVERYTHING } from '#lib/views/applications/select-rows.ts';
import { formatSelection, parseSelection } from '#lib/views/applications/selection-params.ts';
import { withColumns } from './with-columns.ts';

const codec = withColumns(
  { path: '/waves', parse: parseSelection, format: formatSelection, typed: 'search' },
  APPLICATION_COLUMNS,
);
const read = (query: string) => codec.parse(new URLSearchParams(query));

it.each([
  ['', { ...EVERYTHING, columns: {} }],
  ['?columns=-sync,project', { ...EVERYTHING, columns: { sync: false, project: true } }],
  ['?q=a%26columns%3Dwave&columns=-wave', { ...EVERYTHING, search: 'a&columns=wave', columns: { wave: false } }],
])('the columns stand beside all else in the address: %s', (query, state) => {
  expect(read(query)).toEqual(state);
  expect(codec.format(state)).toBe(query);
});

it('two tables of a page have each their own columns', () => {
  const both = withColumns(codec, APPLICATION_COLUMNS, 'otherColumns');
  const state = both.parse(new URLSearchParams('?columns=-sync&otherColumns=project'));
  expect(state).toEqual({ ...EVERYTHING, columns: { sync: false }, otherColumns: { project: true } });
  expect(both.format(state)).toBe('?columns=-sync&otherColumns=project');
});

it('any state comes back from its address as it was', () => {
  const state = fc.record({
    ladder: fc.string({ maxLength: 20 }),
    search: fc.string({ maxLength: 40 }),
    standings: fc.uniqueArray(fc.constantFrom(...STANDINGS), { maxLength: 3 }),
    waves: fc.uniqueArray(fc.integer({ min: -99, max: 99 }), { maxLength: 3 }),
    sort: fc.constantFrom(...APPLICATION_SORTS),
    descending: fc.boolean(),
    // Both ways say something of these: they are shown here and not there.
    columns: fc.dictionary(fc.constantFrom('wave', 'since', 'revision'), fc.boolean(), { noNullPrototype: true }),
  });
  fc.assert(
    fc.property(state, (each) => {
      expect(read(codec.format(each))).toEqual(each);
    }),
  );
});

it('whatever stands in an address is read without fail, and written the same from then on', () => {
  const part = fc.tuple(fc.constantFrom('columns', 'q', 'sort', 'x'), fc.string({ maxLength: 30 }));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
      const once = codec.format(read(new URLSearchParams(parts).toString()));
      expect(codec.format(read(once))).toBe(once);
    }),
  );
});
