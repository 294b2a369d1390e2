import { architecturesOf } from '#lib/domain/runner/runner.ts';
import { RUNNER_STANDINGS, type RunnerStanding } from '#lib/domain/runner/standing.ts';
import type { RunnerRow } from './row.ts';

export const RUNNER_SORTS = ['trouble', 'name', 'scope', 'version', 'contacted'] as const;
export type RunnerSort = (typeof RUNNER_SORTS)[number];

/** What the address of the page says about the table. */
export type RunnerSelection = { search: string; standings: RunnerStanding[]; sort: RunnerSort; descending: boolean };

export const ALL_RUNNERS: RunnerSelection = { search: '', standings: [], sort: 'trouble', descending: false };

const COMPARE: Record<RunnerSort, (a: RunnerRow, b: RunnerRow) => number> = {
  trouble: (a, b) => RUNNER_STANDINGS.indexOf(a.standing) - RUNNER_STANDINGS.indexOf(b.standing),
  name: () => 0,
  scope: (a, b) => compareText(a.scope.level, b.scope.level) || compareText(scopeText(a), scopeText(b)),
  version: (a, b) => (a.version ?? '').localeCompare(b.version ?? '', 'en', { numeric: true }),
  contacted: (a, b) => (b.contactedAt ?? 0) - (a.contactedAt ?? 0),
};

/** The rows that match, in order. The same on the server for the first page and in the browser for the rest. */
export function selectRunners(rows: Iterable<RunnerRow>, selection: RunnerSelection): RunnerRow[] {
  const { search, standings, sort, descending } = selection;
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const direction = descending ? -1 : 1;
  return [...rows]
    .filter(({ standing }) => standings.length === 0 || standings.includes(standing))
    .filter((row) => words.length === 0 || words.every((word) => searchText(row).includes(word)))
    .sort((a, b) => direction * (COMPARE[sort](a, b) || compareText(a.name, b.name) || compareText(a.id, b.id)));
}

/** Whose it is, as a person says it: `platform`, `2 projects`. */
export function scopeText({ scope: { level, paths } }: Pick<RunnerRow, 'scope'>): string {
  const [first, ...rest] = paths ?? [];
  return first === undefined ? '' : rest.length === 0 ? first : `${rest.length + 1} ${level}s`;
}

export type StandingCounts = Partial<Record<RunnerStanding, number>>;

/** How many stand so; what none does is left out. */
export function countRunners(rows: Iterable<Pick<RunnerRow, 'standing'>>): StandingCounts {
  const counts: StandingCounts = {};
  for (const { standing } of rows) {
    counts[standing] = (counts[standing] ?? 0) + 1;
  }
  return counts;
}

/** Made once for each row, not with every key of a search. */
const TEXTS = new WeakMap<RunnerRow, string>();

function searchText(row: RunnerRow): string {
  const { id, name, forge, scope, labels, group, version, platform, standing, behind } = row;
  const parts = [
    id,
    name,
    forge,
    scope.level,
    ...(scope.paths ?? []),
    ...(labels ?? []),
    group?.name,
    version,
    platform,
  ];
  const text =
    TEXTS.get(row) ??
    [...parts, ...architecturesOf(row), row.architecture, standing, behind === null ? '' : 'behind']
      .join(' ')
      .toLowerCase();
  TEXTS.set(row, text);
  return text;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
