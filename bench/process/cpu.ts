import { readFileSync } from 'node:fs';

/** Linux counts a process's time in these, whatever its own clock does. */
const TICKS_PER_SECOND = 100;

/** Seconds of a core that a process has used, from `/proc/<pid>/stat`. */
export function parseStat(stat: string): number {
  // The second field is the name in brackets, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

export function readCpu(pid: number): number {
  return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

/** How much of a core a process takes while something goes on, in %. */
export async function cpuShareOf<Result>(
  pid: number,
  work: () => Promise<Result>,
): Promise<{ result: Result; percent: number }> {
  const startedAt = performance.now();
  const before = readCpu(pid);
  const result = await work();
  return { result, percent: ((readCpu(pid) - before) / ((performance.now() - startedAt) / 1000)) * 100 };
}
