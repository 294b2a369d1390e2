import type { GoalId } from '../goals.ts';
import { type Summary, summarise } from '../statistics/summary.ts';

export type Unit = 'ms' | 's' | 'MB' | 'MiB' | 'KiB' | '%' | '/s' | '';

export type Baseline = { label: string; summary: Summary };

/** One line of the report: something measured, beside its goal and its baseline. */
export type Figure = {
  goal: GoalId;
  what: string;
  /** How large the platform was; null where it does not matter. */
  applications: number | null;
  unit: Unit;
  summary: Summary;
  /** Which value the goal speaks of. */
  by: 'median' | 'p95' | 'p98' | 'p99' | 'worst';
  /** At most this, or at least; null where nothing was promised. */
  limit: number | null;
  /** Of most things less is better; of what gets done in a second more is. */
  isRate: boolean;
  /** Measured in the same run; null where there is none. */
  baseline: Baseline | null;
};

export type FigureInput = Omit<Figure, 'summary' | 'baseline' | 'by' | 'applications' | 'isRate'> & {
  applications?: number;
  isRate?: boolean;
  by?: Figure['by'];
  samples: readonly number[];
  baseline?: { label: string; samples: readonly number[] };
};

export function figure(input: FigureInput): Figure {
  const { samples, baseline, by = 'median', applications, isRate = false, ...rest } = input;
  return {
    ...rest,
    applications: applications ?? null,
    by,
    isRate,
    summary: summarise(samples),
    baseline: baseline === undefined ? null : { label: baseline.label, summary: summarise(baseline.samples) },
  };
}

/** The value that is held against the goal. */
export function judgedValue({ summary, by }: Figure): number {
  return summary[by];
}

/** How many times the baseline it is; null without one, or where the baseline is nothing. */
export function ratioOf(figure: Figure): number | null {
  const against = figure.baseline?.summary[figure.by] ?? 0;
  return against === 0 ? null : judgedValue(figure) / against;
}

/** null where nothing was promised. */
export function isMet(figure: Figure): boolean | null {
  const { limit, isRate } = figure;
  return limit === null ? null : isRate ? judgedValue(figure) >= limit : judgedValue(figure) <= limit;
}
