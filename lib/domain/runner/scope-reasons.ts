import type { JobQuestion, TakeReason } from './job-question.ts';
import type { Runner, RunnerLevel } from './runner.ts';

/** Whether the runner is there for the repository, and for the group that the job names. */
export function scopeReasons(runner: Runner, job: JobQuestion): TakeReason[] {
  return [...ofRepository(runner, job.repository), ...ofRunnerGroup(runner, job)];
}

const EVERYBODY: readonly RunnerLevel[] = ['instance', 'enterprise'];
const OF_REPOSITORIES: readonly RunnerLevel[] = ['project', 'repository'];

function ofRepository({ scope: { level, paths }, locked }: Runner, repository: string): TakeReason[] {
  if (repository === '' || EVERYBODY.includes(level)) {
    return [];
  }
  if (paths === null) {
    const whose = OF_REPOSITORIES.includes(level) ? `Which ${plural(level)} it is for` : `Whose ${level} it belongs to`;
    return [{ code: 'unread', text: `${whose} could not be read.` }];
  }
  const isOfRepositories = OF_REPOSITORIES.includes(level);
  if (paths.some((path) => (isOfRepositories ? isSame(path, repository) : isBelow(path, repository)))) {
    return [];
  }
  const own = paths.length === 0 ? `no ${level}` : shortList(paths);
  if (!isOfRepositories) {
    return [{ code: 'other-scope', text: `It belongs to the ${level} ${own}, and ${repository} is not in it.` }];
  }
  const text =
    locked === true
      ? `It is locked to ${own}, so it cannot be given to ${repository}.`
      : `It is for ${own} only, and was not given to ${repository}.`;
  return [{ code: 'other-scope', text }];
}

function ofRunnerGroup({ group, forge }: Runner, job: JobQuestion): TakeReason[] {
  const reasons: TakeReason[] = [];
  if (forge === 'github' && job.group !== '' && !isSame(group?.name ?? '', job.group)) {
    const own = group === null ? 'in no runner group' : `in the runner group "${group.name}"`;
    reasons.push({ code: 'other-group', text: `It is ${own}, and the job asks for "${job.group}".` });
  }
  const repositories = group?.repositories ?? null;
  if (job.repository !== '' && repositories !== null && !repositories.some((path) => isSame(path, job.repository))) {
    const text = `Its runner group "${group?.name}" is not open to ${job.repository}.`;
    reasons.push({ code: 'other-group', text });
  }
  return reasons;
}

/** Both forges take paths in capitals and small letters for the same. */
function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function isBelow(group: string, repository: string): boolean {
  return repository.toLowerCase().startsWith(`${group.toLowerCase()}/`);
}

function shortList(paths: readonly string[]): string {
  const rest = paths.length - 3;
  const named = paths.slice(0, 3);
  return rest > 0 ? `${named.join(', ')} and ${rest} more` : named.join(' and ');
}

function plural(level: RunnerLevel): string {
  return level === 'repository' ? 'repositories' : `${level}s`;
}
