import type { AskedJob, TakeReason } from './job-question.ts';
import type { Runner, RunnerGroup, RunnerLevel } from './runner.ts';

/** Whether the runner is there for the repository, and for the group that the job names. */
export function scopeReasons(runner: Runner, job: AskedJob): TakeReason[] {
  return [...ofRepository(runner, job.repository), ...ofProject(runner, job), ...ofRunnerGroup(runner, job)];
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

/** A project may have turned off the runners of its instance, or those of the groups above it. */
function ofProject({ scope: { level }, forge }: Runner, { repository, project }: AskedJob): TakeReason[] {
  if (forge !== 'gitlab' || repository === '' || project === undefined || OF_REPOSITORIES.includes(level)) {
    return [];
  }
  const isAllowed = (level === 'instance' ? project?.instanceRunners : project?.groupRunners) ?? null;
  const whose = level === 'instance' ? 'runners of the instance' : 'runners of its groups';
  if (isAllowed === null) {
    return [{ code: 'unread', text: `Whether ${repository} lets ${whose} take its jobs is not known.` }];
  }
  return isAllowed ? [] : [{ code: 'other-scope', text: `The project ${repository} has turned off the ${whose}.` }];
}

function ofRunnerGroup({ group, forge }: Runner, job: AskedJob): TakeReason[] {
  const isNamed = forge === 'github' && job.group !== '';
  if (group === null) {
    const text = `It is in no runner group, and the job asks for "${job.group}".`;
    return isNamed ? [{ code: 'other-group', text }] : [];
  }
  return [
    ...(isNamed ? ofGroupName(group, job.group) : []),
    ...(job.repository === '' ? [] : ofGroupAccess(group, job)),
  ];
}

function ofGroupName({ name }: RunnerGroup, wanted: string): TakeReason[] {
  if (name === null) {
    return [{ code: 'unread', text: 'Which runner group it is in could not be read.' }];
  }
  const text = `It is in the runner group "${name}", and the job asks for "${wanted}".`;
  return isSame(name, wanted) ? [] : [{ code: 'other-group', text }];
}

function ofGroupAccess(
  { name, repositories, limits = [] }: RunnerGroup,
  { repository, isPublic }: AskedJob,
): TakeReason[] {
  const group = name === null ? 'Its runner group' : `Its runner group "${name}"`;
  const reasons: TakeReason[] = [];
  if (repositories !== null && !repositories.some((path) => isSame(path, repository))) {
    reasons.push({ code: 'other-group', text: `${group} is not open to ${repository}.` });
  }
  if (limits.includes('private') && isPublic === true) {
    reasons.push({
      code: 'other-group',
      text: `${group} takes no jobs of public repositories, and ${repository} is one.`,
    });
  }
  if (limits.includes('unread')) {
    reasons.push({ code: 'unread', text: `${group}: which repositories may use it is not known.` });
  }
  if (limits.includes('workflows')) {
    reasons.push({
      code: 'unread',
      text: `${group} takes named workflows only, and whether this is one is not known.`,
    });
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
