import type { Permission, ProtectionRecord, RepositoryRecord, UserRecord } from '../state/model.ts';

const RANK: Record<Permission, number> = { read: 1, write: 2, admin: 3 };

/** What somebody may do with a repository; null where they do not even see it. */
export function permissionOf(user: UserRecord | null, repository: RepositoryRecord): Permission | null {
  if (user !== null && (user.isAdmin || user.id === repository.ownerId)) {
    return 'admin';
  }
  const own = repository.collaborators.find(({ userId }) => userId === user?.id)?.permission ?? null;
  return own ?? (repository.isPrivate ? null : 'read');
}

export function mayAtLeast(user: UserRecord | null, repository: RepositoryRecord, wanted: Permission): boolean {
  const has = permissionOf(user, repository);
  return has !== null && RANK[has] >= RANK[wanted];
}

/** The rule that a branch is under: one with its very name before one with a star. */
export function protectionOf({ protections }: RepositoryRecord, branch: string): ProtectionRecord | null {
  const fits = ({ name }: ProtectionRecord) => name.endsWith('*') && branch.startsWith(name.slice(0, -1));
  return protections.find(({ name }) => name === branch) ?? protections.find(fits) ?? null;
}

export function canPushTo(user: UserRecord, repository: RepositoryRecord, branch: string): boolean {
  const rule = protectionOf(repository, branch);
  const isAllowed = rule === null || (!rule.isPushDisabled && (rule.pushers?.includes(user.login) ?? true));
  return mayAtLeast(user, repository, 'write') && isAllowed;
}

/** models/git/protected_branch.go, IsUserMergeWhitelisted: a list holds also for those who administer. */
export function canMergeInto(user: UserRecord, repository: RepositoryRecord, branch: string): boolean {
  const mergers = protectionOf(repository, branch)?.mergers ?? null;
  return mayAtLeast(user, repository, 'write') && (mergers?.includes(user.login) ?? true);
}
