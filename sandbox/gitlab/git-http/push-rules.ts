import type { RefCommand } from '../../git/pkt-line.ts';
import { ZERO_SHA } from '../../git/refs.ts';
import { ACCESS, allowsForcePush, canPushToBranch, isProtected, projectAccess } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import type { ProjectRecord, UserRecord } from '../state/model.ts';

const BRANCH = 'refs/heads/';

/** Why GitLab refuses this push, or null. One refused ref refuses the whole push. */
export function refusalOf(
  instance: Instance,
  project: ProjectRecord,
  user: UserRecord,
  commands: readonly RefCommand[],
): string | null {
  for (const command of commands) {
    const refusal = judgeCommand(instance, project, user, command);
    if (refusal !== null) {
      return refusal;
    }
  }
  return null;
}

function judgeCommand(
  instance: Instance,
  project: ProjectRecord,
  user: UserRecord,
  command: RefCommand,
): string | null {
  if (!command.ref.startsWith(BRANCH)) {
    return null;
  }
  const branch = command.ref.slice(BRANCH.length);
  const isRemoval = command.after === ZERO_SHA;
  if (isRemoval && branch === project.defaultBranch) {
    return 'The default branch of a project cannot be deleted.';
  }
  if (!isRemoval && /^[0-9a-f]{40}(-?\/|$)/.test(branch)) {
    return 'You cannot create a branch with a 40-character hexadecimal branch name.';
  }
  if (!isProtected(project, branch)) {
    return null;
  }
  const { state } = instance.store;
  if (isRemoval) {
    return projectAccess(state, user, project) < ACCESS.maintainer
      ? 'You are not allowed to delete protected branches from this project. Only a project maintainer or owner can delete a protected branch.'
      : 'You can only delete protected branches using the web interface.';
  }
  if (canPushToBranch(state, user, project, branch)) {
    return null;
  }
  return command.before === ZERO_SHA
    ? 'You are not allowed to create protected branches on this project.'
    : 'You are not allowed to push code to protected branches on this project.';
}

/** The refs of this push that must go forward only; git finds out once it has the objects. */
export function forwardOnlyRefs(project: ProjectRecord, commands: readonly RefCommand[]): string[] {
  return commands
    .map((command) => command.ref)
    .filter((ref) => ref.startsWith(BRANCH))
    .filter((ref) => {
      const branch = ref.slice(BRANCH.length);
      return isProtected(project, branch) && !allowsForcePush(project, branch);
    });
}
