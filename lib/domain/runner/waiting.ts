import type { WaitingJob } from './fleet.ts';
import type { Runner } from './runner.ts';
import { takesJob } from './takes-job.ts';

/** A waiting job with how many runners would take it, and how many might: what of them could be read does not rule it out. */
export type JudgedJob = WaitingJob & { takers: number; maybe: number };

/**
 * Whether waiting jobs find runners. Nobody says of a job whether its branch is protected, so it is taken for protected:
 * that a job is stuck is then certain. Those that find none come first, then those that wait longest.
 */
export function judgeWaiting(jobs: Iterable<WaitingJob>, runners: readonly Runner[]): JudgedJob[] {
  const known = new Map<string, Chances>();
  const judged = [...jobs].map((job): JudgedJob => {
    // Hundreds of jobs of one pipeline ask for the same few things.
    const key = JSON.stringify([job.forge, job.labels, job.repository]);
    const chances = known.get(key) ?? chancesOf(job, runners);
    known.set(key, chances);
    return { ...job, ...chances };
  });
  return judged.toSorted((a, b) => hope(a) - hope(b) || (a.since ?? 0) - (b.since ?? 0));
}

type Chances = Pick<JudgedJob, 'takers' | 'maybe'>;

function chancesOf({ forge, labels, repository }: WaitingJob, runners: readonly Runner[]): Chances {
  const question = { forge, labels, repository, group: '', isProtected: true, architectures: [] };
  const outcomes = runners.map((runner) => takesJob(runner, question).outcome);
  return {
    takers: outcomes.filter((outcome) => outcome === 'takes').length,
    maybe: outcomes.filter((outcome) => outcome === 'unknown').length,
  };
}

function hope({ takers, maybe }: Chances): number {
  return takers > 0 ? 2 : maybe > 0 ? 1 : 0;
}
