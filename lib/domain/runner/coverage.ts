import { architecturesOf, canonicalArchitecture, type Runner } from './runner.ts';

/** How many runners there are for an architecture, and how many of them could take a job now. */
export type Coverage = { architecture: string; ready: number; total: number };

/** By architecture, those without a runner that is ready first. What nobody knows counts for none. */
export function coverageOf(runners: Iterable<Runner>): Coverage[] {
  const covered = new Map<string, Coverage>();
  for (const runner of runners) {
    const isReady = runner.status === 'online' && !runner.paused;
    const own = architecturesOf(runner);
    const known = own.length > 0 || runner.architecture === null ? own : [canonicalArchitecture(runner.architecture)];
    for (const architecture of known) {
      const line = covered.get(architecture) ?? { architecture, ready: 0, total: 0 };
      covered.set(architecture, { ...line, ready: line.ready + Number(isReady), total: line.total + 1 });
    }
  }
  return [...covered.values()].toSorted(
    (a, b) => Number(a.ready > 0) - Number(b.ready > 0) || (a.architecture < b.architecture ? -1 : 1),
  );
}
