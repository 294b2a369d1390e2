import { type Changes, type PushOptions, writePushed } from '../git/push-commit.ts';
import { branchSha } from '../git/refs.ts';
import type { Instance } from './instance.ts';
import type { BranchRule } from './options.ts';
import { submitReview } from './pulls/review.ts';
import { moveBranch, signatureOf } from './repository/move-branch.ts';
import { toProtection } from './seed.ts';
import { gitDirOf, requirePull, requireRepository, requireUser } from './state/lookup.ts';
import type { MergeSettings, Permission, ReviewState } from './state/model.ts';

/** What other people and administrators do, without going through HTTP. Repositories by path, people by login. */
export type Act = {
  /** Commits to a branch and pushes it; null deletes a file, a new branch starts at the default branch. Gives the commit. */
  push(repository: string, branch: string, changes: Changes, login: string, options?: PushOptions): Promise<string>;
  /** Makes a branch stand at a commit, as a push of that branch would. */
  setBranch(repository: string, branch: string, sha: string | null, login: string): Promise<void>;
  review(repository: string, index: number, login: string, event: ReviewState, body?: string): Promise<void>;
  /** Replaces the rule of that name. */
  protectBranch(repository: string, rule: BranchRule): void;
  unprotectBranch(repository: string, name: string): void;
  setMergeSettings(repository: string, settings: Partial<MergeSettings>): void;
  setArchived(repository: string, isArchived: boolean): void;
  /** null takes the right away. */
  setPermission(repository: string, login: string, permission: Permission | null): void;
  revokeTokensOf(login: string): void;
  /** Their own setting: the applications they let act for them may no more. */
  revokeConsentsOf(login: string): void;
  /** Puts somebody into a team, or takes them out. */
  setTeamMember(organization: string, team: string, login: string, isMember: boolean): void;
  /** Their own setting: what they do is shown in no feed of others. */
  setActivityPrivate(login: string, isPrivate: boolean): void;
};

export function createAct(instance: Instance): Act {
  const { state, changed } = instance.store;
  return {
    push: (path, branch, changes, login, options = {}) => push(instance, path, branch, changes, login, options),
    async setBranch(path, branch, sha, login) {
      const repository = requireRepository(state, path);
      await instance.repositories.exclusively(repository.id, async () => {
        const before = await branchSha(gitDirOf(instance, repository), branch);
        await moveBranch(instance, repository, requireUser(state, login), { branch, before, after: sha });
      });
    },
    async review(path, index, login, event, body = '') {
      const wish = { event, body, commitSha: '', comments: [] };
      await submitReview(instance, requirePull(state, path, index), requireUser(state, login), wish);
    },
    protectBranch(path, rule) {
      const repository = requireRepository(state, path);
      repository.protections = repository.protections.filter(({ name }) => name !== rule.name);
      repository.protections.push(toProtection(rule));
      changed();
    },
    unprotectBranch(path, name) {
      const repository = requireRepository(state, path);
      repository.protections = repository.protections.filter((each) => each.name !== name);
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
    revokeTokensOf(login) {
      const { id } = requireUser(state, login);
      for (const token of state.tokens) {
        token.isRevoked ||= token.userId === id;
      }
      changed();
    },
    revokeConsentsOf(login) {
      const { id } = requireUser(state, login);
      state.consents = state.consents.filter(({ userId }) => userId !== id);
      changed();
    },
    setTeamMember(organization, name, login, isMember) {
      const { id: organizationId } = requireUser(state, organization);
      const { id } = requireUser(state, login);
      const team = state.teams.find((each) => each.organizationId === organizationId && each.name === name);
      if (team === undefined) {
        throw new Error(`the sandbox Gitea has no team "${organization}:${name}"`);
      }
      team.memberIds = [...team.memberIds.filter((each) => each !== id), ...(isMember ? [id] : [])];
      changed();
    },
    setActivityPrivate(login, isPrivate) {
      requireUser(state, login).keepsActivityPrivate = isPrivate;
      changed();
    },
  };
}

async function push(
  instance: Instance,
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
