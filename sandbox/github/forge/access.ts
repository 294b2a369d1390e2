import { PERMISSIONS, type Permission, type RepositoryRecord, type UserRecord } from './state/model.ts';

/** What somebody may do with a repository; null where they do not even see it. */
export function permissionOf(user: UserRecord, repository: RepositoryRecord): Permission | null {
  if (user.id === repository.ownerId) {
    return 'admin';
  }
  const own = repository.collaborators.find(({ userId }) => userId === user.id)?.permission ?? null;
  return own ?? (repository.isPrivate ? null : 'pull');
}

export function mayAtLeast(user: UserRecord, repository: RepositoryRecord, wanted: Permission): boolean {
  const has = permissionOf(user, repository);
  return has !== null && PERMISSIONS.indexOf(has) >= PERMISSIONS.indexOf(wanted);
}
