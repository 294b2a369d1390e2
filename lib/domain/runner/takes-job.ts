import type { AskedJob, JobQuestion, TakeAnswer, TakeReason } from './job-question.ts';
import { labelReasons } from './label-reasons.ts';
import { architecturesOf, canonicalArchitecture, type Runner, type RunnerStatus } from './runner.ts';
import { scopeReasons } from './scope-reasons.ts';

/**
 * Whether this runner would take the job now. All that stands against it is told, so that nobody mends one thing only to
 * meet the next.
 */
export function takesJob(runner: Runner, job: AskedJob): TakeAnswer {
  if (runner.forge !== job.forge) {
    const theirs = FORGE_NAMES[runner.forge];
    return { outcome: 'no', reasons: [{ code: 'other-forge', text: `It takes jobs of ${theirs} only.` }] };
  }
  const found = [
    ...readiness(runner),
    ...scopeReasons(runner, job),
    ...labelReasons(runner, job),
    ...protection(runner, job),
  ];
  const against = found.filter(({ code }) => code !== 'unread');
  if (against.length > 0) {
    return { outcome: 'no', reasons: against };
  }
  if (found.length > 0) {
    return { outcome: 'unknown', reasons: found };
  }
  const wrong = machineReasons(runner, job);
  return {
    outcome: wrong.length > 0 ? 'fails' : 'takes',
    reasons: [...wrong, ...privateOnly(runner, job), ...remarks(runner)],
  };
}

const FORGE_NAMES = { gitlab: 'GitLab', github: 'GitHub', gitea: 'Gitea' } as const;

const NOT_ONLINE: Record<Exclude<RunnerStatus, 'online'>, string> = {
  offline: 'It is offline: nothing was heard from it for a while.',
  stale: 'It is stale: nothing was heard from it for a long time.',
  never_contacted: 'It was registered and has never called in.',
};

function readiness({ paused, status, scaleSet }: Runner): TakeReason[] {
  const reasons: TakeReason[] = [];
  if (paused) {
    reasons.push({ code: 'paused', text: 'It is paused.' });
  }
  if (scaleSet?.hasListener === false) {
    reasons.push({ code: 'no-listener', text: 'Its listener is not there, and without one it gets no jobs.' });
  } else if (status !== 'online') {
    reasons.push({ code: 'not-online', text: NOT_ONLINE[status] });
  }
  if (scaleSet !== null && scaleSet.max !== null && scaleSet.failed >= scaleSet.max) {
    const held = `Failed runners hold all of its ${scaleSet.max} places until somebody removes them.`;
    reasons.push({ code: 'no-place', text: scaleSet.max === 0 ? 'It may have no runners at all.' : held });
  }
  return reasons;
}

function protection({ protectedOnly }: Runner, { isProtected }: JobQuestion): TakeReason[] {
  if (isProtected || protectedOnly === false) {
    return [];
  }
  return protectedOnly === null
    ? [{ code: 'unread', text: 'Whether it takes jobs of branches that are not protected could not be read.' }]
    : [{ code: 'protected-only', text: 'It takes jobs of protected branches and tags only.' }];
}

/** The forges do not look at the architecture: they hand over the job, and it fails. */
function machineReasons(runner: Runner, { architectures }: JobQuestion): TakeReason[] {
  const machines = architecturesOf(runner);
  const wanted = [...new Set(architectures.map(canonicalArchitecture))];
  const wrong = machines.filter((each) => !wanted.includes(each));
  if (wanted.length === 0 || wrong.length === 0) {
    return [];
  }
  const which = wrong.length < machines.length ? 'Some of its machines are' : 'It is';
  const clash = `${which} ${wrong.join(' and ')}, and the image is for ${wanted.join(' and ')} only`;
  return [{ code: 'architecture', text: `${clash}: it would be handed the job, and the job would fail there.` }];
}

/** Most groups are so, and of most repositories nobody says whether they are public. */
function privateOnly({ group }: Runner, { isPublic }: AskedJob): TakeReason[] {
  return isPublic === undefined && group?.limits?.includes('private')
    ? [{ code: 'private-only', text: 'Its runner group takes no jobs of public repositories.' }]
    : [];
}

function remarks({ busy, scaleSet, jobs }: Runner): TakeReason[] {
  if (scaleSet !== null) {
    const isFull = scaleSet.max !== null && scaleSet.current >= scaleSet.max;
    return isFull
      ? [{ code: 'busy', text: `All of its ${scaleSet.max} places are taken: the job waits for one.` }]
      : [];
  }
  const running = jobs.length > 1 ? `${jobs.length} jobs` : 'a job';
  return busy ? [{ code: 'busy', text: `It runs ${running} now, and takes this one when it has room.` }] : [];
}
