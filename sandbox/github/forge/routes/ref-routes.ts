import { branchSha, isAncestor, isValidBranchName, resolveCommit } from '../../../git/refs.ts';
import type { RequestContext } from '../../../http/router.ts';
import { notFound, unprocessable } from '../../rest/api-error.ts';
import { type ApiCall, type ApiRoute, paged } from '../../rest/call.ts';
import { requiredText } from '../../rest/fields.ts';
import { mayAtLeast } from '../access.ts';
import { renderCommit } from '../render/commit.ts';
import { renderRepository } from '../render/repository.ts';
import { moveBranch } from '../repository/move-branch.ts';
import { pathOf } from '../state/lookup.ts';
import { type Subject, subjectOf, writableOf } from './subject.ts';

/** Repositories, branches, and refs: of refs those of branches are the only ones that this GitHub moves. */
export const REF_ROUTES: readonly ApiRoute[] = [
  ['GET', '/repos/:owner/:repo', (call) => ({ body: renderRepository(call, subjectOf(call)) })],
  ['GET', '/repos/:owner/:repo/branches/:branch', readBranch],
  ['GET', '/repos/:owner/:repo/rules/branches/:branch', listRules],
  ['GET', '/repos/:owner/:repo/git/ref/*ref', readRef],
  ['POST', '/repos/:owner/:repo/git/refs', createRef],
  ['PATCH', '/repos/:owner/:repo/git/refs/*ref', updateRef],
  ['DELETE', '/repos/:owner/:repo/git/refs/*ref', deleteRef],
];

/** GitHub takes no branch that is called like a commit. */
const LIKE_A_COMMIT = /^[0-9a-f]{40}$/;

async function readBranch(call: ApiCall) {
  const subject = subjectOf(call);
  const { repository, gitDir } = subject;
  const name = call.params.branch ?? '';
  const sha = await branchSha(gitDir, name);
  if (sha === null) {
    throw notFound();
  }
  const rule = repository.protections.find(({ branch, isRuleset }) => branch === name && !isRuleset);
  const contexts = rule?.requiredContexts ?? [];
  const protection = {
    enabled: rule !== undefined,
    required_status_checks: {
      enforcement_level: contexts.length === 0 ? 'off' : 'non_admins',
      contexts,
      checks: contexts.map((context) => ({ context, app_id: null })),
    },
  };
  const commit = await renderCommit(call, subject, sha);
  return { body: { name, commit, protected: rule !== undefined, protection } };
}

/** Of rulesets alone, to everybody who may read. */
function listRules(call: ApiCall, context: RequestContext) {
  const { repository } = subjectOf(call);
  const rules = repository.protections.filter(({ branch, isRuleset }) => branch === call.params.branch && isRuleset);
  const rendered = rules.flatMap(({ requiredContexts, requiredApprovals, isStrict }) => [
    {
      type: 'required_status_checks',
      parameters: {
        required_status_checks: requiredContexts.map((name) => ({ context: name })),
        strict_required_status_checks_policy: isStrict,
      },
    },
    { type: 'pull_request', parameters: { required_approving_review_count: requiredApprovals } },
  ]);
  return paged(call, context, null, rendered, (rule) => rule);
}

function branchOf(ref: string | undefined): string | null {
  return ref?.startsWith('heads/') === true ? ref.slice('heads/'.length) : null;
}

function renderRef(call: ApiCall, { forge, repository }: Subject, branch: string, sha: string) {
  const git = `${call.apiUrl}/repos/${pathOf(forge.store.state, repository)}/git`;
  const ref = `refs/heads/${branch}`;
  return { ref, url: `${git}/${ref}`, object: { sha, type: 'commit', url: `${git}/commits/${sha}` } };
}

async function readRef(call: ApiCall) {
  const subject = subjectOf(call);
  const branch = branchOf(call.params.ref);
  const sha = branch === null ? null : await branchSha(subject.gitDir, branch);
  if (branch === null || sha === null) {
    throw notFound();
  }
  return { body: renderRef(call, subject, branch, sha) };
}

async function createRef(call: ApiCall) {
  const subject = writableOf(call);
  const { forge, repository, gitDir, user } = subject;
  const fields = await call.fields();
  const ref = requiredText(fields, 'ref', 'Reference');
  const sha = await commitOf(gitDir, requiredText(fields, 'sha', 'Reference'));
  const branch = ref.startsWith('refs/') ? branchOf(ref.slice('refs/'.length)) : null;
  if (branch === null) {
    throw unprocessable("Reference name must start with 'refs/' and contain at least 3 components.");
  }
  if (LIKE_A_COMMIT.test(branch) || !(await isValidBranchName(gitDir, branch))) {
    throw unprocessable(`${ref} is not a valid ref name.`);
  }
  const isMade = await forge.repositories.exclusively(repository.id, () =>
    moveBranch(forge, repository, user, { branch, before: null, after: sha }),
  );
  if (!isMade) {
    throw unprocessable('Reference already exists');
  }
  return { status: 201, body: renderRef(call, subject, branch, sha) };
}

async function commitOf(gitDir: string, sha: string): Promise<string> {
  if (!LIKE_A_COMMIT.test(sha) || (await resolveCommit(gitDir, sha)) !== sha) {
    throw unprocessable('Object does not exist');
  }
  return sha;
}

async function updateRef(call: ApiCall) {
  const subject = writableOf(call);
  const { forge, repository, gitDir, user } = subject;
  const fields = await call.fields();
  const after = await commitOf(gitDir, requiredText(fields, 'sha', 'Reference'));
  const branch = branchOf(call.params.ref) ?? '';
  await forge.repositories.exclusively(repository.id, async () => {
    const before = await branchSha(gitDir, branch);
    if (before === null) {
      throw unprocessable('Reference does not exist');
    }
    const isHeld = repository.protections.some((each) => each.branch === branch);
    if (isHeld && !mayAtLeast(user, repository, 'admin')) {
      throw unprocessable(`Protected branch update failed for refs/heads/${branch}.`);
    }
    if (fields.force !== true && !(await isAncestor(gitDir, before, after))) {
      throw unprocessable('Update is not a fast forward');
    }
    await moveBranch(forge, repository, user, { branch, before, after });
  });
  return { body: renderRef(call, subject, branch, after) };
}

async function deleteRef(call: ApiCall) {
  const { forge, repository, gitDir, user } = writableOf(call);
  const branch = branchOf(call.params.ref) ?? '';
  await forge.repositories.exclusively(repository.id, async () => {
    const before = await branchSha(gitDir, branch);
    if (before === null) {
      throw unprocessable('Reference does not exist');
    }
    if (branch === repository.defaultBranch) {
      throw unprocessable('Cannot delete the default branch');
    }
    await moveBranch(forge, repository, user, { branch, before, after: null });
  });
  return { status: 204, body: null };
}
