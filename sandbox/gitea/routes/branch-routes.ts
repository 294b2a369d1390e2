import { branchSha, isValidBranchName, listBranches } from '../../git/refs.ts';
import { canMergeInto, canPushTo, mayAtLeast, protectionOf } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import { renderPayloadCommit } from '../render/commit.ts';
import { moveBranch } from '../repository/move-branch.ts';
import type { ApiCall, Operation } from '../rest/api-call.ts';
import { conflict, forbidden, notFound, unprocessable } from '../rest/api-error.ts';
import { requiredText, textOf } from '../rest/fields.ts';
import { paginate } from '../rest/paginate.ts';
import { objectOf, repositoryOf, type Subject, writableOf } from '../rest/subject.ts';
import type { UserRecord } from '../state/model.ts';

export const BRANCH_OPERATIONS: readonly Operation[] = [
  [
    'GET',
    '/repos/:owner/:repo/branches',
    'repository',
    async (call) => {
      const subject = repositoryOf(call);
      const branches = await listBranches(subject.gitDir);
      const asks = call.caller?.user ?? null;
      return paginate(call, branches, ({ name, sha }) => renderBranch(call.instance, subject, asks, { name, sha }));
    },
  ],
  ['POST', '/repos/:owner/:repo/branches', 'repository', createBranch],
  [
    'GET',
    '/repos/:owner/:repo/branches/*branch',
    'repository',
    async (call) => {
      const subject = repositoryOf(call);
      const name = call.params.branch ?? '';
      const sha = await branchSha(subject.gitDir, name);
      if (sha === null) {
        throw notFound(`branch does not exist [repo_id: ${subject.repository.id} name: ${name}]`);
      }
      return { body: await renderBranch(call.instance, subject, call.caller?.user ?? null, { name, sha }) };
    },
  ],
  ['DELETE', '/repos/:owner/:repo/branches/*branch', 'repository', deleteBranch],
];

/** services/convert/convert.go, ToBranch: what a rule asks for is told to everybody, its name to those who administer. */
async function renderBranch(
  instance: Instance,
  { repository, gitDir }: Subject,
  asks: UserRecord | null,
  { name, sha }: { name: string; sha: string },
): Promise<Record<string, unknown>> {
  const rule = protectionOf(repository, name);
  const isAdmin = mayAtLeast(asks, repository, 'admin');
  return {
    name,
    commit: await renderPayloadCommit(instance, repository, gitDir, sha),
    protected: rule !== null,
    required_approvals: rule?.requiredApprovals ?? 0,
    enable_status_check: rule?.statusCheckContexts != null,
    status_check_contexts: rule?.statusCheckContexts ?? [],
    user_can_push: asks !== null && canPushTo(asks, repository, name),
    user_can_merge: asks !== null && canMergeInto(asks, repository, name),
    effective_branch_protection_name: isAdmin ? (rule?.name ?? '') : '',
  };
}

/** CreateBranch of routers/api/v1/repo/branch.go: `old_ref_name` may be a commit. */
async function createBranch(call: ApiCall) {
  const subject = writableOf(call);
  const { repository, gitDir } = subject;
  const user = call.user();
  const fields = await call.fields();
  const name = requiredText(fields, 'new_branch_name');
  const from = [textOf(fields, 'old_ref_name'), textOf(fields, 'old_branch_name')].find((each) => each !== '');
  const { sha } = await objectOf(gitDir, from ?? repository.defaultBranch, ['commit']);
  if (!(await isValidBranchName(gitDir, name))) {
    throw unprocessable('[BranchName]: GitRefName');
  }
  if (!canPushTo(user, repository, name)) {
    throw forbidden(`user cannot commit to protected branch [branch: ${name}]`);
  }
  const isMade = await call.instance.repositories.exclusively(repository.id, () =>
    moveBranch(call.instance, repository, user, { branch: name, before: null, after: sha }),
  );
  if (!isMade) {
    throw conflict('The branch already exists.');
  }
  return { status: 201, body: await renderBranch(call.instance, subject, user, { name, sha }) };
}

async function deleteBranch(call: ApiCall) {
  const { repository, gitDir } = writableOf(call);
  const user = call.user();
  const name = call.params.branch ?? '';
  await call.instance.repositories.exclusively(repository.id, async () => {
    const before = await branchSha(gitDir, name);
    if (before === null) {
      throw notFound();
    }
    if (name === repository.defaultBranch) {
      throw forbidden('can not delete default branch');
    }
    if (protectionOf(repository, name) !== null) {
      throw forbidden('branch protected');
    }
    await moveBranch(call.instance, repository, user, { branch: name, before, after: null });
  });
  return { status: 204 };
}
