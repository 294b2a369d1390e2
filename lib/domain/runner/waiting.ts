import type { ProjectRule } from './access-rule.ts';
import type { WaitingJob } from './fleet.ts';
import { isOfFleet } from './hosted.ts';
import type { Runner } from './runner.ts';
import { takesJob } from './takes-job.ts';
import { mayBeUnseen, type Unseen } from './unseen.ts';

/**
 * A waiting job with how many runners would take it, and how many might: what of them could be read does not rule it out,
 * or nobody sees them.
 */
export type JudgedJob = WaitingJob & { takers: number; maybe: number };

/** What is known besides the runners, and what is known not to be known. */
export type FleetFacts = { unseen: readonly Unseen[]; projects: readonly ProjectRule[] };

/**
 * Whether waiting jobs find runners; those for GitHub's own runners wait for nobody here. Nobody says of a job whether its
 * branch is protected, so it is taken for protected: that a job is stuck is then certain. Those that find none come first,
 * then those that wait longest.
 */
export function judgeWaiting(jobs: Iterable<WaitingJob>, runners: readonly Runner[], facts: FleetFacts): JudgedJob[] {
  const known = new Map<string, Chances | null>();
  const judged = [...jobs].flatMap((job): JudgedJob[] => {
    // Hundreds of jobs of one pipeline ask for the same few things.
    const key = JSON.stringify([job.forge, job.labels, job.repository, job.hosted, job.isPublic]);
    const before = known.get(key);
    const chances = before === undefined ? chancesOf(job, runners, facts) : before;
    known.set(key, chances);
    return chances === null ? [] : [{ ...job, ...chances }];
  });
  return judged.toSorted((a, b) => hope(a) - hope(b) || (a.since ?? 0) - (b.since ?? 0));
}

/** That nobody comes for it, for certain. */
export function isStuck({ takers, maybe }: Pick<JudgedJob, 'takers' | 'maybe'>): boolean {
  return takers === 0 && maybe === 0;
}

/** What the forge lets the runners of others do there: null where it is not known, undefined where there is no such thing. */
export function projectOf({ projects }: FleetFacts, { forge, repository }: Pick<WaitingJob, 'forge' | 'repository'>) {
  const asked = repository.toLowerCase();
  return forge === 'gitlab' ? (projects.find(({ path }) => path.toLowerCase() === asked) ?? null) : undefined;
}

type Chances = Pick<JudgedJob, 'takers' | 'maybe'>;

/** null for a job that GitHub's own runners take. */
function chancesOf(job: WaitingJob, runners: readonly Runner[], facts: FleetFacts): Chances | null {
  const { forge, labels, repository, hosted, isPublic } = job;
  const isElsewhere = hosted !== undefined && (labels.length === 0 || !isOfFleet(runners, labels));
  if (isElsewhere && hosted === 'takes') {
    return null;
  }
  const project = projectOf(facts, job);
  const question = {
    ...{ forge, labels, repository, group: '', isProtected: true, architectures: [] },
    ...(project === undefined ? {} : { project }),
    ...(isPublic === undefined ? {} : { isPublic }),
  };
  const outcomes = runners.map((runner) => takesJob(runner, question).outcome);
  const seen = outcomes.filter((outcome) => outcome === 'unknown').length;
  return {
    takers: outcomes.filter((outcome) => outcome === 'takes').length,
    maybe: seen + Number(isElsewhere) + Number(mayBeUnseen(facts.unseen, job)),
  };
}

function hope({ takers, maybe }: Chances): number {
  return takers > 0 ? 2 : maybe > 0 ? 1 : 0;
}
