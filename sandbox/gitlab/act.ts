import { type Changes, writePushed } from '../git/push-commit.ts';
import { branchSha } from '../git/refs.ts';
import type { Instance } from './instance.ts';
import { approve } from './merge-requests/approvals.ts';
import { mergeRequest, signatureOf } from './merge-requests/merge.ts';
import type { BranchRule } from './options.ts';
import { resumePipelines as wakePipelines } from './pipelines/run.ts';
import { moveBranch } from './repository/move-branch.ts';
import { requireProject, requireUser, ruleRecord, setMember } from './seed.ts';
import { findMergeRequest, gitDirOf } from './state/lookup.ts';
import type { MergeRequestRecord, OutcomeRule, ProjectSettings } from './state/model.ts';

/** What other people and administrators do, without going through HTTP. Projects by path, people by username. */
export type Act = {
  /** Commits to a branch and pushes it; null content deletes a file, a new branch starts at the default branch. */
  push(project: string, branch: string, changes: Changes, username: string, message?: string): Promise<string>;
  approve(project: string, iid: number, username: string): Promise<void>;
  merge(project: string, iid: number, username: string): Promise<void>;
  /** Personal and OAuth tokens both; refreshing does not help. */
  revokeTokensOf(username: string): void;
  /** OAuth access tokens end now; refreshing helps. */
  expireTokensOf(username: string): void;
  setBlocked(username: string, isBlocked: boolean): void;
  /** 0 takes the role away. */
  setGroupAccess(group: string, username: string, accessLevel: number): void;
  setProjectAccess(project: string, username: string, accessLevel: number): void;
  /** Replaces the rule of that name. */
  protectBranch(project: string, rule: BranchRule): void;
  unprotectBranch(project: string, name: string): void;
  updateProject(project: string, settings: Partial<ProjectSettings>): void;
  /** How jobs end from now on; without job or ref for all of them. Rules set later come first. */
  setPipelineOutcome(project: string, outcome: OutcomeRule['outcome'], where?: { job?: string; ref?: string }): void;
  setRunnerPaused(description: string, isPaused: boolean): void;
  /** Gives it another description and other tags. */
  renameRunner(description: string, to: { description: string; tagList: readonly string[] }): void;
  setRunnerOnline(description: string, isOnline: boolean): void;
};

export function createAct(instance: Instance): Act {
  return { ...codeActs(instance), ...peopleActs(instance), ...projectActs(instance), ...runnerActs(instance) };
}

function codeActs(instance: Instance): Pick<Act, 'push' | 'approve' | 'merge'> {
  return {
    push: (project, branch, changes, username, message = 'Change files') =>
      push(instance, project, branch, changes, username, message),
    async approve(project, iid, username) {
      await approve(instance, requireRequest(instance, project, iid), requireUser(instance, username));
      await instance.store.saved();
    },
    async merge(project, iid, username) {
      await mergeRequest(instance, requireRequest(instance, project, iid), requireUser(instance, username), {
        sha: null,
        message: null,
        squashMessage: null,
        isSquash: null,
        removeSourceBranch: null,
      });
      await instance.store.saved();
    },
  };
}

async function push(
  instance: Instance,
  path: string,
  branch: string,
  changes: Changes,
  username: string,
  message: string,
): Promise<string> {
  const project = requireProject(instance, path);
  const user = requireUser(instance, username);
  const gitDir = gitDirOf(instance, project);
  const sha = await instance.repositories.exclusively(project.id, async () => {
    const before = await branchSha(gitDir, branch);
    const parent = before ?? (await branchSha(gitDir, project.defaultBranch));
    const after = await writePushed(gitDir, parent, changes, signatureOf(instance, user), { message });
    if (!(await moveBranch(instance, project, user, { branch, before, after }))) {
      throw new Error(`the branch ${branch} of ${path} moved while it was pushed to`);
    }
    return after;
  });
  await instance.store.saved();
  return sha;
}

function requireRequest(instance: Instance, path: string, iid: number): MergeRequestRecord {
  const request = findMergeRequest(instance.store.state, requireProject(instance, path).id, iid);
  if (request === null) {
    throw new Error(`the sandbox GitLab has no merge request ${path}!${iid}`);
  }
  return request;
}

function peopleActs(
  instance: Instance,
): Pick<Act, 'revokeTokensOf' | 'expireTokensOf' | 'setBlocked' | 'setGroupAccess' | 'setProjectAccess'> {
  const { store } = instance;
  return {
    revokeTokensOf(username) {
      const { id } = requireUser(instance, username);
      for (const token of [...store.state.accessTokens, ...store.state.personalTokens]) {
        token.isRevoked = token.isRevoked || token.userId === id;
      }
      store.changed();
    },
    expireTokensOf(username) {
      const { id } = requireUser(instance, username);
      for (const token of store.state.accessTokens.filter((each) => each.userId === id)) {
        token.expiresAt = Math.min(token.expiresAt, instance.clock.now());
      }
      store.changed();
    },
    setBlocked(username, isBlocked) {
      requireUser(instance, username).isBlocked = isBlocked;
      store.changed();
    },
    setGroupAccess: (group, username, accessLevel) =>
      setMember(instance, { group, userId: requireUser(instance, username).id, accessLevel }),
    setProjectAccess: (project, username, accessLevel) =>
      setMember(instance, { project, userId: requireUser(instance, username).id, accessLevel }),
  };
}

function projectActs(
  instance: Instance,
): Pick<Act, 'protectBranch' | 'unprotectBranch' | 'updateProject' | 'setPipelineOutcome'> {
  const { store } = instance;
  return {
    protectBranch(path, rule) {
      const project = requireProject(instance, path);
      project.protectedBranches = project.protectedBranches.filter((each) => each.name !== rule.name);
      project.protectedBranches.push(ruleRecord(instance, rule));
      store.changed();
    },
    unprotectBranch(path, name) {
      const project = requireProject(instance, path);
      project.protectedBranches = project.protectedBranches.filter((each) => each.name !== name);
      store.changed();
    },
    updateProject(path, settings) {
      Object.assign(requireProject(instance, path).settings, settings);
      store.changed();
    },
    setPipelineOutcome(path, outcome, where = {}) {
      requireProject(instance, path).outcomes.unshift({ job: where.job ?? null, ref: where.ref ?? null, outcome });
      store.changed();
    },
  };
}

function runnerActs(instance: Instance): Pick<Act, 'setRunnerPaused' | 'setRunnerOnline' | 'renameRunner'> {
  const runnerNamed = (description: string) => {
    const runner = instance.store.state.runners.find((each) => each.description === description);
    if (runner === undefined) {
      throw new Error(`the sandbox GitLab has no runner "${description}"`);
    }
    return runner;
  };
  return {
    setRunnerPaused(description, isPaused) {
      runnerNamed(description).isPaused = isPaused;
      instance.store.changed();
      wakePipelines(instance);
    },
    renameRunner(description, { description: name, tagList }) {
      Object.assign(runnerNamed(description), { description: name, tagList: [...tagList] });
      instance.store.changed();
    },
    setRunnerOnline(description, isOnline) {
      runnerNamed(description).contact = isOnline ? 'regular' : instance.clock.now();
      instance.store.changed();
      wakePipelines(instance);
    },
  };
}
