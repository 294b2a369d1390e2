import { type Figure, isMet, judgedValue, ratioOf, type Unit } from './figure.ts';

type Align = 'start' | 'end';
type Column = { header: string; align: Align; cell: (figure: Figure) => string };

const NONE = '–';

/** Three digits say enough on a machine that others use too. */
export function formatNumber(value: number): string {
  const digits = Number.isInteger(value) || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function withUnit(value: number, unit: Unit): string {
  return unit === '' ? formatNumber(value) : `${formatNumber(value)} ${unit}`;
}

const MET = { true: 'met', false: 'MISSED', null: NONE };

const COLUMNS: readonly Column[] = [
  { header: 'goal', align: 'start', cell: ({ goal }) => goal },
  { header: 'what', align: 'start', cell: ({ what }) => what },
  {
    header: 'apps',
    align: 'end',
    cell: ({ applications }) => (applications === null ? NONE : formatNumber(applications)),
  },
  { header: 'figure', align: 'end', cell: (figure) => withUnit(judgedValue(figure), figure.unit) },
  {
    header: 'goal is',
    align: 'end',
    cell: ({ limit, unit, isRate }) => (limit === null ? NONE : `${isRate ? '≥' : '≤'} ${withUnit(limit, unit)}`),
  },
  { header: '', align: 'start', cell: (figure) => MET[`${isMet(figure)}`] },
  {
    header: 'worst',
    align: 'end',
    cell: ({ summary, unit, isRate }) => withUnit(isRate ? summary.least : summary.worst, unit),
  },
  { header: 'spread', align: 'end', cell: ({ summary }) => `${Math.round(summary.spread * 100)} %` },
  { header: 'runs', align: 'end', cell: ({ summary }) => String(summary.count) },
  {
    header: 'baseline',
    align: 'end',
    cell: ({ baseline, unit, by }) => (baseline === null ? NONE : withUnit(baseline.summary[by], unit)),
  },
  {
    header: 'ratio',
    align: 'end',
    cell: (figure) => {
      const ratio = ratioOf(figure);
      return ratio === null ? NONE : `${ratio.toFixed(2)} ×`;
    },
  },
  { header: 'baseline is', align: 'start', cell: ({ baseline }) => baseline?.label ?? NONE },
];

/** The report as one table of aligned columns. */
export function formatTable(figures: readonly Figure[]): string {
  return alignColumns(
    COLUMNS.map(({ header }) => header),
    figures.map((figure) => COLUMNS.map(({ cell }) => cell(figure))),
    COLUMNS.map(({ align }) => align),
  );
}

/** A head, a rule and rows, every column as wide as its longest cell. */
export function alignColumns(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  aligns: readonly Align[],
): string {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => {
        const width = widths[at] ?? 0;
        return aligns[at] === 'end' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('──');
  return [line(head), rule, ...rows.map(line)].join('\n');
}
