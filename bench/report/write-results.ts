import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../machine.ts';
import type { BenchOptions } from '../options.ts';
import { type Figure, isMet, judgedValue, ratioOf } from './figure.ts';

const RESULTS = 'bench/results';

export type Report = {
  startedAt: Date;
  options: BenchOptions;
  machine: Machine;
  figures: readonly Figure[];
  /** What could not be measured, and why. */
  failures: readonly string[];
};

/** Writes everything that was measured as JSON, and gives the file's name. */
export function writeResults({ startedAt, figures, ...report }: Report): string {
  mkdirSync(RESULTS, { recursive: true });
  const date = startedAt.toISOString();
  const path = join(RESULTS, `${date.slice(0, 19).replaceAll(':', '-')}.json`);
  const judged = figures.map((figure) => ({
    ...figure,
    value: judgedValue(figure),
    ratio: ratioOf(figure),
    met: isMet(figure),
  }));
  writeFileSync(path, `${JSON.stringify({ date, ...report, figures: judged }, null, 2)}\n`);
  return path;
}
