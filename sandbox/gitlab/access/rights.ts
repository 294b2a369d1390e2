import { groupById } from '../state/lookup.ts';
import type { GroupRecord, ProjectRecord, ProtectedBranchRecord, State, UserRecord } from '../state/model.ts';

/** GitLab's roles as numbers. An administrator counts as an owner everywhere. */
export const ACCESS = { none: 0, guest: 10, reporter: 20, developer: 30, maintainer: 40, owner: 50 } as const;

/** The group and all groups above it. */
export function withAncestors(state: State, group: GroupRecord): GroupRecord[] {
  return group.parentId === null ? [group] : [group, ...withAncestors(state, groupById(state, group.parentId))];
}

/** The role a user has in a group, own or inherited. */
export function groupAccess(state: State, user: UserRecord, group: GroupRecord): number {
  const ids = new Set(withAncestors(state, group).map((each) => each.id));
  return highest(state, user, (source, sourceId) => source === 'group' && ids.has(sourceId));
}

/** The role a user has in a project itself, without its groups. */
export function ownProjectAccess(state: State, user: UserRecord, project: ProjectRecord): number {
  return highest(state, user, (source, sourceId) => source === 'project' && sourceId === project.id);
}

/** The role that counts: the highest of project, group and the groups above it. */
export function projectAccess(state: State, user: UserRecord | null, project: ProjectRecord): number {
  if (user === null) {
    return ACCESS.none;
  }
  if (user.isAdmin) {
    return ACCESS.owner;
  }
  return Math.max(ownProjectAccess(state, user, project), groupAccess(state, user, groupById(state, project.groupId)));
}

function highest(
  state: State,
  user: UserRecord,
  fits: (source: 'group' | 'project', sourceId: number) => boolean,
): number {
  return state.members
    .filter((member) => member.userId === user.id && fits(member.source, member.sourceId))
    .reduce<number>((level, member) => Math.max(level, member.accessLevel), ACCESS.none);
}

/** Whether the project exists for this user; others are told 404. */
export function canSeeProject(state: State, user: UserRecord | null, project: ProjectRecord): boolean {
  const { visibility } = project.settings;
  return (
    visibility === 'public' ||
    (visibility === 'internal' && user !== null) ||
    projectAccess(state, user, project) >= ACCESS.guest
  );
}

/** Code of a private project starts with the reporter role; guests see the project without it. */
export function canReadCode(state: State, user: UserRecord | null, project: ProjectRecord): boolean {
  return project.settings.visibility === 'private'
    ? projectAccess(state, user, project) >= ACCESS.reporter
    : canSeeProject(state, user, project);
}

export function isProtected(project: ProjectRecord, branch: string): boolean {
  return rulesFor(project, branch).length > 0;
}

export function canPushToBranch(state: State, user: UserRecord, project: ProjectRecord, branch: string): boolean {
  return mayUseBranch(state, user, project, branch, (rule) => rule.pushAccessLevel);
}

export function canMergeToBranch(state: State, user: UserRecord, project: ProjectRecord, branch: string): boolean {
  return (
    canPushToBranch(state, user, project, branch) ||
    mayUseBranch(state, user, project, branch, (rule) => rule.mergeAccessLevel)
  );
}

export function allowsForcePush(project: ProjectRecord, branch: string): boolean {
  return rulesFor(project, branch).every((rule) => rule.allowForcePush);
}

/** The rules whose name fits the branch, exact or with `*`. */
export function rulesFor(project: ProjectRecord, branch: string): ProtectedBranchRecord[] {
  return project.protectedBranches.filter((rule) => fitsWildcard(rule.name, branch));
}

function mayUseBranch(
  state: State,
  user: UserRecord,
  project: ProjectRecord,
  branch: string,
  levelOf: (rule: ProtectedBranchRecord) => number,
): boolean {
  const access = projectAccess(state, user, project);
  if (access < ACCESS.developer || project.settings.isArchived) {
    return false;
  }
  const rules = rulesFor(project, branch);
  // Several rules for one branch add up: the most permissive one counts.
  return rules.length === 0 || rules.some((rule) => levelOf(rule) !== 0 && access >= levelOf(rule));
}

function fitsWildcard(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) {
    return pattern === name;
  }
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) {
    return false;
  }
  let position = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, position);
    if (found === -1) {
      return false;
    }
    position = found + part.length;
  }
  return position <= name.length - last.length;
}
