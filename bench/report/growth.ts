import { type Figure, judgedValue } from './figure.ts';
import { alignColumns, formatNumber, withUnit } from './table.ts';

const NONE = '–';

/**
 * How what was measured grows with the platform: a line for each figure that was taken on several sizes, a column for
 * each size, and how many times the smallest the largest is. null where only one size was measured.
 */
export function formatGrowth(figures: readonly Figure[]): string | null {
  const sizes = [...new Set(figures.flatMap(({ applications }) => applications ?? []))].toSorted((a, b) => a - b);
  const grown = [...Map.groupBy(figures, ({ goal, what }) => `${goal}\n${what}`).values()].filter(
    (line) => new Set(line.map(({ applications }) => applications)).size > 1,
  );
  if (grown.length === 0) {
    return null;
  }
  const head = ['goal', 'what', ...sizes.map(formatNumber), 'growth'];
  const rows = grown.map((line) => {
    const values = sizes.map((size) => line.find(({ applications }) => applications === size));
    const known = values.filter((figure) => figure !== undefined);
    return [
      known[0]?.goal ?? NONE,
      known[0]?.what ?? NONE,
      ...values.map((figure) => (figure === undefined ? NONE : withUnit(judgedValue(figure), figure.unit))),
      growthOf(known),
    ];
  });
  return alignColumns(head, rows, ['start', 'start', ...sizes.map(() => 'end' as const), 'end']);
}

function growthOf(known: readonly Figure[]): string {
  const [first, last] = [known.at(0), known.at(-1)];
  const smallest = first === undefined ? 0 : judgedValue(first);
  return smallest === 0 || last === undefined ? NONE : `${(judgedValue(last) / smallest).toFixed(2)} ×`;
}
