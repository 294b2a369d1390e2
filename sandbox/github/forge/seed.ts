import { writeFirstCommit } from '../../git/push-commit.ts';
import type { ForgeInstance } from './instance.ts';
import { signatureOf } from './repository/move-branch.ts';
import { gitDirOf, requireUser } from './state/lookup.ts';
import type { MergeSettings, Permission, RepositoryRecord } from './state/model.ts';

/** What a new GitHub begins with. Repositories are `owner/name`. */
export type ForgeSeed = {
  users: readonly { login: string; name: string; email: string }[];
  organizations: readonly string[];
  repositories: readonly SeedRepository[];
};

export type SeedRepository = {
  path: string;
  defaultBranch: string;
  files: ReadonlyMap<string, string>;
  collaborators: readonly { login: string; permission: Permission }[];
  isPublic?: boolean;
  needsSso?: boolean;
  formerPaths?: readonly string[];
  mergeSettings?: Partial<MergeSettings>;
};

/** Fills a new GitHub. Throws when the seed speaks of somebody whom it does not have. */
export async function applySeed(instance: ForgeInstance, seed: ForgeSeed): Promise<void> {
  const { store } = instance;
  const organizations = seed.organizations.map((login) => ({ login, name: login, email: '', isOrganization: true }));
  for (const user of [...seed.users.map((each) => ({ ...each, isOrganization: false })), ...organizations]) {
    store.state.users.push({ ...user, id: store.nextId('user') });
  }
  for (const repository of seed.repositories) {
    await addRepository(instance, repository);
  }
  store.changed();
}

async function addRepository(instance: ForgeInstance, seed: SeedRepository): Promise<void> {
  const { store, repositories } = instance;
  const [owner = '', name = ''] = seed.path.split('/');
  const repository: RepositoryRecord = {
    id: store.nextId('repository'),
    ownerId: requireUser(store.state, owner).id,
    name,
    defaultBranch: seed.defaultBranch,
    isPrivate: seed.isPublic !== true,
    isArchived: false,
    formerPaths: [...(seed.formerPaths ?? [])],
    needsSso: seed.needsSso ?? false,
    mergeSettings: { merge: true, squash: true, rebase: true, deletesBranch: false, ...seed.mergeSettings },
    collaborators: seed.collaborators.map(({ login, permission }) => ({
      userId: requireUser(store.state, login).id,
      permission,
    })),
    protections: [],
    labels: ['bug', 'documentation'],
    parentId: null,
  };
  await repositories.create(repository.id, seed.defaultBranch);
  await firstCommit(instance, repository, seed.files);
  store.state.repositories.push(repository);
}

async function firstCommit(
  instance: ForgeInstance,
  repository: RepositoryRecord,
  files: SeedRepository['files'],
): Promise<void> {
  const gitDir = gitDirOf(instance, repository);
  const founder = instance.store.state.users.find(({ isOrganization }) => !isOrganization);
  if (founder === undefined) {
    throw new Error('a GitHub without people has nobody who made its repositories');
  }
  await writeFirstCommit(gitDir, repository.defaultBranch, files, signatureOf(instance, founder));
}
