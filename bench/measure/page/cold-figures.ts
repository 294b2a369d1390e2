import { readFileSync } from 'node:fs';
import type { PageLoad } from '../../browser/load-page.ts';
import { answerKib, dataKib, scriptKib } from '../../browser/resources.ts';
import type { FigureInput } from '../../report/figure.ts';

export type Loads = { dashboard: PageLoad; board: PageLoad };

type OfLoads = (loads: Loads) => number;

/** A figure that is read off page loads. Without a baseline of its own it stands beside the same page, static. */
export type LoadFigure = Pick<FigureInput, 'goal' | 'what' | 'unit' | 'by'> & {
  limit: number | null | ((applications: number) => number | null);
  of: OfLoads;
  baseline?: { label: string; of: OfLoads };
};

/** From this many applications on some goals are others. */
const MANY = 5000;

/** Scripts that every page of this framework has. */
function frameworkScripts(): string[] {
  const manifest = JSON.parse(readFileSync('.next/build-manifest.json', 'utf8')) as { rootMainFiles: string[] };
  return manifest.rootMainFiles;
}

const firstRow: OfLoads = ({ board }) => board.seenMs;

export const COLD_FIGURES: readonly LoadFigure[] = [
  {
    goal: 'P1',
    what: 'JavaScript of the dashboard',
    unit: 'KiB',
    limit: 200,
    of: ({ dashboard }) => scriptKib(dashboard.resources),
    baseline: {
      label: 'the framework’s part of it',
      of: ({ dashboard }) => scriptKib(dashboard.resources, frameworkScripts()),
    },
  },
  {
    goal: 'P2',
    what: 'requests of the dashboard',
    unit: '',
    limit: 20,
    of: ({ dashboard }) => dashboard.resources.length,
  },
  {
    goal: 'P3',
    what: 'cold until the first row',
    unit: 'ms',
    limit: (applications) => (applications < MANY ? 500 : 550),
    of: firstRow,
  },
  {
    goal: 'P3',
    what: 'cold until the stream is live',
    unit: 'ms',
    limit: null,
    of: ({ board }) => board.liveMs ?? Number.POSITIVE_INFINITY,
    baseline: { label: 'until the first row', of: firstRow },
  },
  ...paintFigures('', 450),
  {
    goal: 'P6',
    what: 'blocked beyond 50 ms, dashboard',
    unit: 'ms',
    limit: 120,
    of: ({ dashboard }) => dashboard.blockedMs,
  },
  { goal: 'P6', what: 'blocked beyond 50 ms, board', unit: 'ms', limit: 120, of: ({ board }) => board.blockedMs },
  {
    goal: 'P6',
    what: 'longest task, dashboard',
    unit: 'ms',
    limit: 100,
    of: ({ dashboard }) => dashboard.longestMs,
  },
  { goal: 'P6', what: 'longest task, board', unit: 'ms', limit: 100, of: ({ board }) => board.longestMs },
  {
    goal: 'P7',
    what: 'data until the first row',
    unit: 'KiB',
    limit: 15,
    of: ({ board }) => dataKib(board.resources, board.seenMs),
  },
  {
    goal: 'P7',
    what: 'the whole table',
    unit: 'KiB',
    limit: (applications) => (applications <= MANY ? 130 : null),
    of: ({ board }) => answerKib(board.resources, '/api/views/applications'),
    baseline: { label: 'data until the first row', of: ({ board }) => dataKib(board.resources, board.seenMs) },
  },
];

export const SLOW_FIGURES: readonly LoadFigure[] = paintFigures(', processor four times slower', 2000);

function paintFigures(circumstance: string, limit: number): LoadFigure[] {
  return [
    {
      goal: 'P5',
      what: `largest paint of the dashboard${circumstance}`,
      unit: 'ms',
      limit,
      of: ({ dashboard }) => dashboard.lcpMs,
    },
    {
      goal: 'P5',
      what: `largest paint of the board${circumstance}`,
      unit: 'ms',
      limit,
      of: ({ board }) => board.lcpMs,
    },
    {
      goal: 'P5',
      what: `layout shift, the worse of both${circumstance}`,
      unit: '',
      limit: 0.02,
      of: ({ dashboard, board }) => Math.max(dashboard.shift, board.shift),
    },
  ];
}
