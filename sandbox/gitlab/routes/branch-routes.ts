import { readCommit } from '../../git/commits.ts';
import {
  type BranchHead,
  branchesMergedInto,
  branchSha,
  isValidBranchName,
  listBranches,
  resolveCommit,
} from '../../git/refs.ts';
import type { Route } from '../../http/router.ts';
import { ACCESS, canPushToBranch, isProtected } from '../access/rights.ts';
import { renderBranch } from '../render/repository.ts';
import { moveBranch } from '../repository/move-branch.ts';
import { apiError, forbidden, methodNotAllowed, notFound } from '../rest/api-error.ts';
import { type ApiCall, type ApiRouter, json, noContent } from '../rest/api-route.ts';
import { paginate } from '../rest/paginate.ts';
import { codeOf, projectFor } from '../rest/subject.ts';
import { gitDirOf } from '../state/lookup.ts';

export function branchRoutes(api: ApiRouter): Route[] {
  return [
    api('GET', '/projects/:id/repository/branches', listAll),
    api('POST', '/projects/:id/repository/branches', createBranch),
    api('GET', '/projects/:id/repository/branches/:branch', showBranch),
    api('HEAD', '/projects/:id/repository/branches/:branch', hasBranch),
    api('DELETE', '/projects/:id/repository/branches/:branch', deleteBranch),
  ];
}

async function render(call: ApiCall, head: BranchHead, merged: ReadonlySet<string>) {
  const { project, gitDir } = codeOf(call);
  return renderBranch(call.instance, project, call.caller?.user ?? null, {
    name: head.name,
    commit: await readCommit(gitDir, head.sha),
    isMerged: head.name !== project.defaultBranch && merged.has(head.name),
  });
}

async function mergedNames(call: ApiCall): Promise<ReadonlySet<string>> {
  const { project, gitDir } = codeOf(call);
  const main = await branchSha(gitDir, project.defaultBranch);
  return main === null ? new Set() : branchesMergedInto(gitDir, main);
}

async function listAll(call: ApiCall) {
  const { gitDir } = codeOf(call);
  const search = call.input.text('search') ?? '';
  const isFound = (name: string) => {
    if (search.startsWith('^')) {
      return name.startsWith(search.slice(1));
    }
    return search.endsWith('$') ? name.endsWith(search.slice(0, -1)) : name.includes(search);
  };
  const branches = (await listBranches(gitDir)).filter((branch) => isFound(branch.name));
  const merged = await mergedNames(call);
  return paginate(call, branches, (branch) => render(call, branch, merged));
}

async function headOf(call: ApiCall): Promise<BranchHead> {
  const { gitDir } = codeOf(call);
  const name = call.params.branch ?? '';
  const sha = (await isValidBranchName(gitDir, name)) ? await branchSha(gitDir, name) : null;
  if (sha === null) {
    throw notFound('Branch');
  }
  return { name, sha };
}

async function showBranch(call: ApiCall) {
  return json(await render(call, await headOf(call), await mergedNames(call)));
}

async function hasBranch(call: ApiCall) {
  await headOf(call);
  return noContent();
}

async function createBranch(call: ApiCall) {
  const project = projectFor(call, ACCESS.developer);
  call.input.require('branch', 'ref');
  const branch = call.input.requiredText('branch');
  const ref = call.input.requiredText('ref');
  const gitDir = gitDirOf(call.instance, project);
  return call.instance.repositories.exclusively(project.id, async () => {
    if (!(await isValidBranchName(gitDir, branch)) || /^[0-9a-f]{40}$/.test(branch)) {
      throw apiError(400, 'Branch name is invalid');
    }
    if ((await branchSha(gitDir, branch)) !== null) {
      throw apiError(400, 'Branch already exists');
    }
    const sha = await resolveCommit(gitDir, ref);
    if (sha === null) {
      throw apiError(400, `Failed to create branch '${branch}': invalid reference name '${ref}'`);
    }
    if (!canPushToBranch(call.instance.store.state, call.user(), project, branch)) {
      throw apiError(400, 'You are not allowed to create protected branches on this project.');
    }
    if (!(await moveBranch(call.instance, project, call.user(), { branch, before: null, after: sha }))) {
      throw apiError(400, `Failed to create branch '${branch}': Branch name conflicts with existing branch hierarchy.`);
    }
    return json(await render(call, { name: branch, sha }, await mergedNames(call)), 201);
  });
}

async function deleteBranch(call: ApiCall) {
  const project = projectFor(call, ACCESS.developer);
  return call.instance.repositories.exclusively(project.id, async () => {
    const { name, sha } = await headOf(call);
    if (name === project.defaultBranch) {
      throw apiError(405, 'Cannot remove HEAD branch');
    }
    if (!canPushToBranch(call.instance.store.state, call.user(), project, name)) {
      throw isProtected(project, name) ? methodNotAllowed() : forbidden();
    }
    await moveBranch(call.instance, project, call.user(), { branch: name, before: sha, after: null });
    return noContent();
  });
}
