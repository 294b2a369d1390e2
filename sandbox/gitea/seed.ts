import { digestOf, hashPassword, randomToken } from '../digest.ts';
import { writeFirstCommit } from '../git/push-commit.ts';
import type { Instance } from './instance.ts';
import type { BranchRule, GiteaSeed, SeedRepository } from './options.ts';
import { signatureOf } from './repository/move-branch.ts';
import { gitDirOf, requireUser } from './state/lookup.ts';
import type { ProtectionRecord, RepositoryRecord } from './state/model.ts';

/** Fills a new Gitea. Throws when the seed speaks of somebody whom it does not have. */
export async function applySeed(instance: Instance, seed: GiteaSeed): Promise<void> {
  const { store, clock } = instance;
  const people = seed.users.map((user) => ({ ...user, isOrganization: false }));
  const organizations = seed.organizations.map((each) => ({ ...each, email: '', admin: false, isOrganization: true }));
  for (const { login, fullName, email, admin, isOrganization, ...rest } of [...people, ...organizations]) {
    store.state.users.push({
      id: store.nextId('user'),
      login,
      fullName,
      email,
      isOrganization,
      isAdmin: admin === true,
      password: 'password' in rest && rest.password !== undefined ? hashed(rest.password) : null,
      keepsActivityPrivate: false,
      createdAt: clock.now(),
    });
  }
  addTeamsAndApplications(instance, seed);
  for (const { login, name, token, scopes } of seed.tokens) {
    store.state.tokens.push({
      id: store.nextId('token'),
      userId: requireUser(store.state, login).id,
      name,
      digest: digestOf(token),
      scopes: [...scopes],
      isRevoked: false,
    });
  }
  for (const repository of seed.repositories) {
    await addRepository(instance, repository);
  }
  store.changed();
}

function hashed(password: string): { salt: string; hash: string } {
  const salt = randomToken(8);
  return { salt, hash: hashPassword(password, salt) };
}

function addTeamsAndApplications({ store: { state, nextId } }: Instance, seed: GiteaSeed): void {
  for (const { login, teams = [] } of seed.organizations) {
    const organizationId = requireUser(state, login).id;
    for (const { name, members } of teams) {
      state.teams.push({ organizationId, name, memberIds: members.map((member) => requireUser(state, member).id) });
    }
  }
  for (const { name, clientId, clientSecret, redirectUris, trusted } of seed.applications ?? []) {
    state.applications.push({
      id: nextId('application'),
      name,
      clientId,
      secretDigest: digestOf(clientSecret),
      redirectUris: [...redirectUris],
      scopes: [],
      isTrusted: trusted ?? false,
      isConfidential: true,
    });
  }
}

async function addRepository(instance: Instance, seed: SeedRepository): Promise<void> {
  const { store, clock, repositories } = instance;
  const [owner = '', name = ''] = seed.path.split('/');
  const repository: RepositoryRecord = {
    id: store.nextId('repository'),
    ownerId: requireUser(store.state, owner).id,
    name,
    defaultBranch: seed.defaultBranch,
    isPrivate: seed.private ?? true,
    isArchived: false,
    mergeSettings: {
      merge: true,
      rebase: true,
      rebaseMerge: true,
      squash: true,
      fastForwardOnly: true,
      ...seed.mergeSettings,
    },
    collaborators: seed.collaborators.map(({ login, permission }) => ({
      userId: requireUser(store.state, login).id,
      permission,
    })),
    protections: (seed.protections ?? []).map(toProtection),
    labels: [],
    createdAt: clock.now(),
    updatedAt: clock.now(),
  };
  await repositories.create(repository.id, seed.defaultBranch);
  await firstCommit(instance, repository, seed.files);
  store.state.repositories.push(repository);
}

async function firstCommit(
  instance: Instance,
  repository: RepositoryRecord,
  files: SeedRepository['files'],
): Promise<void> {
  const gitDir = gitDirOf(instance, repository);
  const founder = instance.store.state.users.find(({ isOrganization }) => !isOrganization);
  if (founder === undefined) {
    throw new Error('a Gitea without people has nobody who made its repositories');
  }
  await writeFirstCommit(gitDir, repository.defaultBranch, files, signatureOf(instance, founder));
}

export function toProtection(rule: BranchRule): ProtectionRecord {
  return {
    name: rule.name,
    isPushDisabled: rule.push === false,
    pushers: typeof rule.push === 'object' ? [...rule.push] : null,
    mergers: rule.mergers === undefined ? null : [...rule.mergers],
    statusCheckContexts: rule.statusCheckContexts === undefined ? null : [...rule.statusCheckContexts],
    requiredApprovals: rule.requiredApprovals ?? 0,
    dismissStaleApprovals: rule.dismissStaleApprovals ?? false,
    blockOnRejectedReviews: rule.blockOnRejectedReviews ?? false,
    blockOnOutdatedBranch: rule.blockOnOutdatedBranch ?? false,
  };
}
