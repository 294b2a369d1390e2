import { randomBytes, randomUUID } from 'node:crypto';
import { digestOf, hashPassword } from '../digest.ts';
import { writeFirstCommit } from '../git/push-commit.ts';
import type { Instance } from './instance.ts';
import { signatureOf } from './merge-requests/merge.ts';
import type { BranchRule, GitLabSeed, SeedApplication, SeedProject, SeedRunner, WebhookTarget } from './options.ts';
import { findGroup, findProject, findUser, gitDirOf } from './state/lookup.ts';
import type { GroupRecord, ProjectRecord, UserRecord } from './state/model.ts';

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/**
 * Fills a new GitLab, and one that an older sandbox has left with what has come to the seed since; what is there stays as it is.
 * Throws when the seed speaks of a user, group or project that it does not have.
 */
export async function applySeed(instance: Instance, seed: GitLabSeed): Promise<void> {
  const { state, isNew } = instance.store;
  for (const group of seed.groups) {
    addGroup(instance, group.path, group.name);
  }
  seedUsers(instance, seed);
  for (const token of seed.tokens) {
    addPersonalToken(instance, token);
  }
  for (const project of seed.projects) {
    if (findProject(state, project.path) === null) {
      await addProject(instance, project);
    }
  }
  // People take runners away.
  for (const runner of isNew ? seed.runners : []) {
    addRunner(instance, runner);
  }
  instance.store.changed();
}

/** What may change from one start to the next, as ports do: applications with their addresses, and webhooks. */
export function applyAddresses(instance: Instance, seed: GitLabSeed): void {
  for (const application of seed.applications) {
    putApplication(instance, application);
  }
  for (const path of new Set(seed.projects.map((project) => project.path))) {
    setProjectHooks(
      instance,
      path,
      seed.webhooks.filter((hook) => hook.project === path),
    );
  }
}

function seedUsers(instance: Instance, seed: GitLabSeed): void {
  const { store } = instance;
  for (const user of seed.users.filter(({ username }) => findUser(store.state, username) === null)) {
    const passwordSalt = randomBytes(16).toString('hex');
    const record: UserRecord = {
      id: store.nextId('user'),
      username: user.username,
      name: user.name,
      email: user.email,
      passwordSalt,
      passwordHash: hashPassword(user.password, passwordSalt),
      isAdmin: user.admin ?? false,
      isBlocked: false,
      createdAt: instance.clock.now(),
      lastSignInAt: null,
    };
    store.state.users.push(record);
    for (const { path, accessLevel } of user.groups) {
      setMember(instance, { group: path, userId: record.id, accessLevel });
    }
  }
}

/** Groups above it are made where they are missing. */
function addGroup(instance: Instance, path: string, name: string): GroupRecord {
  const { store } = instance;
  const found = findGroup(store.state, path);
  if (found !== null) {
    return found;
  }
  const parts = path.split('/');
  const own = parts.pop() ?? path;
  const parent = parts.length === 0 ? null : addGroup(instance, parts.join('/'), parts.at(-1) ?? own);
  const group: GroupRecord = {
    id: store.nextId('namespace'),
    path: own,
    name,
    parentId: parent?.id ?? null,
    createdAt: instance.clock.now(),
  };
  store.state.groups.push(group);
  return group;
}

/** Sets a role in a group or project; 0 takes it away. */
export function setMember(
  instance: Instance,
  member: { group?: string; project?: string; userId: number; accessLevel: number },
): void {
  const { state } = instance.store;
  const { group, project, userId, accessLevel } = member;
  const source = group === undefined ? 'project' : 'group';
  const sourceId = group === undefined ? requireProject(instance, project ?? '').id : requireGroup(instance, group).id;
  state.members = state.members.filter(
    (each) => each.source !== source || each.sourceId !== sourceId || each.userId !== userId,
  );
  if (accessLevel > 0) {
    state.members.push({ source, sourceId, userId, accessLevel });
  }
  instance.store.changed();
}

function addPersonalToken(
  instance: Instance,
  token: { username: string; name: string; token: string; scopes: readonly string[] },
): void {
  const { store } = instance;
  const now = instance.clock.now();
  const digest = digestOf(token.token);
  if (store.state.personalTokens.some((each) => each.digest === digest)) {
    return;
  }
  store.state.personalTokens.push({
    id: store.nextId('personal_token'),
    userId: requireUser(instance, token.username).id,
    name: token.name,
    digest,
    scopes: [...token.scopes],
    createdAt: now,
    expiresAt: now + YEAR_MS,
    lastUsedAt: null,
    isRevoked: false,
  });
  store.changed();
}

async function addProject(instance: Instance, seed: SeedProject): Promise<void> {
  const { store } = instance;
  const parts = seed.path.split('/');
  const path = parts.pop() ?? seed.path;
  const creator = store.state.users.find((user) => user.isAdmin) ?? store.state.users[0];
  if (creator === undefined) {
    throw new Error(`the seed has the project ${seed.path} and no user to own it`);
  }
  const now = instance.clock.now();
  const rules = seed.protectedBranches ?? [{ name: seed.defaultBranch, pushAccessLevel: 40, mergeAccessLevel: 40 }];
  const project: ProjectRecord = {
    id: store.nextId('project'),
    path,
    name: seed.name ?? path,
    groupId: requireGroup(instance, parts.join('/')).id,
    defaultBranch: seed.defaultBranch,
    creatorId: creator.id,
    settings: {
      visibility: 'private',
      isArchived: false,
      onlyAllowMergeIfPipelineSucceeds: false,
      allowMergeOnSkippedPipeline: false,
      onlyAllowMergeIfAllDiscussionsAreResolved: false,
      removeSourceBranchAfterMerge: true,
      sharedRunnersEnabled: true,
      groupRunnersEnabled: true,
      ...seed.settings,
    },
    protectedBranches: rules.map((rule) => ruleRecord(instance, rule)),
    createdAt: now,
    lastActivityAt: now,
    outcomes: [],
  };
  store.state.projects.push(project);
  for (const { username, accessLevel } of seed.members ?? []) {
    setMember(instance, { project: seed.path, userId: requireUser(instance, username).id, accessLevel });
  }
  await instance.repositories.create(project.id, project.defaultBranch);
  await commitSeed(instance, project, seed.files, creator);
}

export function ruleRecord(instance: Instance, rule: BranchRule) {
  return { allowForcePush: false, ...rule, id: instance.store.nextId('protected_branch') };
}

async function commitSeed(
  instance: Instance,
  project: ProjectRecord,
  files: ReadonlyMap<string, string>,
  creator: UserRecord,
): Promise<void> {
  if (files.size === 0) {
    return;
  }
  await writeFirstCommit(gitDirOf(instance, project), project.defaultBranch, files, signatureOf(instance, creator));
}

function putApplication(instance: Instance, seed: SeedApplication): void {
  const { store } = instance;
  const fields = {
    name: seed.name,
    clientId: seed.clientId,
    secretDigest: digestOf(seed.clientSecret),
    redirectUris: [...seed.redirectUris],
    scopes: [...seed.scopes],
    isTrusted: seed.trusted ?? false,
    isConfidential: seed.confidential ?? true,
  };
  const known = store.state.applications.find((each) => each.clientId === seed.clientId);
  if (known === undefined) {
    store.state.applications.push({ id: store.nextId('application'), ...fields });
  } else {
    Object.assign(known, fields);
  }
  store.changed();
}

function addRunner(instance: Instance, seed: SeedRunner): void {
  const { store } = instance;
  const owner = seed.owner ?? '';
  const now = instance.clock.now();
  const contact = { online: 'regular' as const, never: null };
  store.state.runners.push({
    id: store.nextId('runner'),
    description: seed.description,
    runnerType: seed.runnerType,
    groupId: seed.runnerType === 'group_type' ? requireGroup(instance, owner).id : null,
    projectIds: seed.runnerType === 'project_type' ? [requireProject(instance, owner).id] : [],
    tagList: [...seed.tagList],
    runUntagged: seed.runUntagged ?? seed.tagList.length === 0,
    isPaused: seed.paused ?? false,
    isLocked: seed.locked ?? false,
    accessLevel: seed.protectedOnly === true ? 'ref_protected' : 'not_protected',
    maximumTimeoutSeconds: null,
    version: seed.version ?? '17.7.0',
    revision: '3153ccc6',
    platform: seed.platform ?? 'linux',
    architecture: seed.architecture ?? 'amd64',
    ipAddress: seed.ipAddress ?? '127.0.0.1',
    maintenanceNote: seed.maintenanceNote ?? null,
    createdAt: now,
    contact: typeof seed.contact === 'number' ? now - seed.contact * 60_000 : contact[seed.contact],
  });
}

/** Replaces the webhooks of a project. Those whose address stays keep their number and their record of failures. */
export function setProjectHooks(instance: Instance, path: string, targets: readonly WebhookTarget[]): void {
  const { store } = instance;
  const project = requireProject(instance, path);
  const before = store.state.hooks.filter((hook) => hook.projectId === project.id);
  const hooks = targets.map((target) => {
    const events = { push: true, mergeRequests: true, pipeline: true, ...target.events };
    const known = before.find((hook) => hook.url === target.url);
    const fresh = { failures: 0, backoffs: 0, disabledUntil: null, createdAt: instance.clock.now() };
    return {
      ...(known ?? { id: store.nextId('hook'), uuid: randomUUID(), projectId: project.id, ...fresh }),
      url: target.url,
      token: target.token,
      ...(target.signingToken === undefined ? {} : { signingToken: target.signingToken }),
      events,
    };
  });
  store.state.hooks = [...store.state.hooks.filter((hook) => hook.projectId !== project.id), ...hooks];
  store.changed();
}

/** The finders of seeds, tests and the control of the sandbox: what they name must be there. */
export function requireUser(instance: Instance, username: string): UserRecord {
  return present(findUser(instance.store.state, username), `user ${username}`);
}

function requireGroup(instance: Instance, path: string): GroupRecord {
  return present(findGroup(instance.store.state, path), `group ${path}`);
}

export function requireProject(instance: Instance, path: string): ProjectRecord {
  return present(findProject(instance.store.state, path), `project ${path}`);
}

function present<T>(value: T | null, what: string): T {
  if (value === null) {
    throw new Error(`the sandbox GitLab has no ${what}`);
  }
  return value;
}
