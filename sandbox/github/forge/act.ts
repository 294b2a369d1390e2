import { type Changes, type PushOptions, writePushed } from '../../git/push-commit.ts';
import { branchSha } from '../../git/refs.ts';
import { runGit } from '../../git/run-git.ts';
import type { ForgeInstance } from './instance.ts';
import { moveBranch, signatureOf } from './repository/move-branch.ts';
import { gitDirOf, requireRepository, requireUser } from './state/lookup.ts';
import type { CheckRunRecord, MergeSettings, Permission, ProtectionRecord, RepositoryRecord } from './state/model.ts';

/** What other people and administrators do, without going through HTTP. Repositories by path, people by login. */
export type Act = {
  /** Commits to a branch and pushes it; null deletes a file, a new branch starts at the default branch. Gives the commit. */
  push(repository: string, branch: string, changes: Changes, login: string, options?: PushOptions): Promise<string>;
  /** Makes a branch stand at a commit, as a push of that branch would. */
  setBranch(repository: string, branch: string, sha: string | null, login: string): Promise<void>;
  /** A repository of somebody's own with all that this one has. Gives its path. */
  fork(repository: string, login: string): Promise<string>;
  /** Replaces the rule of that branch; null takes it away. */
  protect(repository: string, branch: string, rule: Partial<Omit<ProtectionRecord, 'branch'>> | null): void;
  setMergeSettings(repository: string, settings: Partial<MergeSettings>): void;
  setArchived(repository: string, isArchived: boolean): void;
  /** null takes the right away. */
  setPermission(repository: string, login: string, permission: Permission | null): void;
  checkRun(repository: string, run: Omit<CheckRunRecord, 'id' | 'repositoryId'>): void;
  /** Nobody finds out any more who it was. */
  forgetActor(login: string): void;
  /** The activities of a branch that are older than its last `keep` ones are gone. */
  forgetActivities(repository: string, branch: string, keep: number): void;
};

export function createAct(instance: ForgeInstance): Act {
  const { state, changed, nextId } = instance.store;
  return {
    push: (path, branch, changes, login, options = {}) => push(instance, path, branch, changes, login, options),
    async setBranch(path, branch, sha, login) {
      const repository = requireRepository(state, path);
      await instance.repositories.exclusively(repository.id, async () => {
        const before = await branchSha(gitDirOf(instance, repository), branch);
        await moveBranch(instance, repository, requireUser(state, login), { branch, before, after: sha });
      });
    },
    fork: (path, login) => fork(instance, requireRepository(state, path), login),
    protect(path, branch, rule) {
      const repository = requireRepository(state, path);
      const checks = { requiredContexts: [], requiredApprovals: 0, isStrict: false };
      const none = { ...checks, dismissesStale: false, isRuleset: false };
      const others = repository.protections.filter((each) => each.branch !== branch);
      repository.protections = rule === null ? others : [...others, { branch, ...none, ...rule }];
      changed();
    },
    setMergeSettings(path, settings) {
      Object.assign(requireRepository(state, path).mergeSettings, settings);
      changed();
    },
    setArchived(path, isArchived) {
      requireRepository(state, path).isArchived = isArchived;
      changed();
    },
    setPermission(path, login, permission) {
      const repository = requireRepository(state, path);
      const { id: userId } = requireUser(state, login);
      const others = repository.collaborators.filter((each) => each.userId !== userId);
      repository.collaborators = permission === null ? others : [...others, { userId, permission }];
      changed();
    },
    checkRun(path, run) {
      state.checkRuns.push({ ...run, id: nextId('check run'), repositoryId: requireRepository(state, path).id });
      changed();
    },
    forgetActor(login) {
      const { id } = requireUser(state, login);
      for (const activity of state.activities) {
        activity.userId = activity.userId === id ? null : activity.userId;
      }
      changed();
    },
    forgetActivities(path, branch, keep) {
      const { id } = requireRepository(state, path);
      const own = state.activities.filter((each) => each.repositoryId === id && each.branch === branch);
      const old = new Set(own.slice(0, own.length - keep));
      state.activities = state.activities.filter((each) => !old.has(each));
      changed();
    },
  };
}

async function fork(instance: ForgeInstance, parent: RepositoryRecord, login: string): Promise<string> {
  const { store, repositories } = instance;
  const id = store.nextId('repository');
  const owner = requireUser(store.state, login);
  await repositories.create(id, parent.defaultBranch);
  const from = gitDirOf(instance, parent);
  await runGit(gitDirOf(instance, { id }), ['fetch', '--quiet', from, '+refs/heads/*:refs/heads/*']);
  const own = { id, ownerId: owner.id, parentId: parent.id, collaborators: [], protections: [], formerPaths: [] };
  store.state.repositories.push({ ...parent, ...own });
  store.changed();
  return `${owner.login}/${parent.name}`;
}

async function push(
  instance: ForgeInstance,
  path: string,
  branch: string,
  changes: Changes,
  login: string,
  options: PushOptions,
): Promise<string> {
  const { state } = instance.store;
  const repository = requireRepository(state, path);
  const user = requireUser(state, login);
  const gitDir = gitDirOf(instance, repository);
  const sha = await instance.repositories.exclusively(repository.id, async () => {
    const before = await branchSha(gitDir, branch);
    const usual = before ?? (await branchSha(gitDir, repository.defaultBranch));
    const parent = options.onto === undefined ? usual : options.onto;
    const after = await writePushed(gitDir, parent, changes, signatureOf(instance, user), options);
    if (!(await moveBranch(instance, repository, user, { branch, before, after }))) {
      throw new Error(`the branch ${branch} of ${path} moved while it was pushed to`);
    }
    return after;
  });
  await instance.store.saved();
  return sha;
}
