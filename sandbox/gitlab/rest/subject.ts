import { resolveCommit } from '../../git/refs.ts';
import { ACCESS, canReadCode, canSeeProject, groupAccess, projectAccess } from '../access/rights.ts';
import { findGroup, findMergeRequest, findProject, gitDirOf } from '../state/lookup.ts';
import type { GroupRecord, MergeRequestRecord, ProjectRecord } from '../state/model.ts';
import { forbidden, notFound } from './api-error.ts';
import type { ApiCall } from './api-route.ts';

/** The project of `:id`, number or path. One that the caller may not see is 404, like one that is not there. */
export function projectOf(call: ApiCall): ProjectRecord {
  const { state } = call.instance.store;
  const project = findProject(state, call.params.id ?? '');
  if (project === null || !canSeeProject(state, call.caller?.user ?? null, project)) {
    throw notFound('Project');
  }
  return project;
}

/** The project, for callers who have at least this role in it; throws 401 without a token and 403 below the role. */
export function projectFor(call: ApiCall, level: number): ProjectRecord {
  const project = projectOf(call);
  if (projectAccess(call.instance.store.state, call.user(), project) < level) {
    throw forbidden();
  }
  return project;
}

/** The project, for callers who may read its code. */
export function codeOf(call: ApiCall): { project: ProjectRecord; gitDir: string } {
  const project = projectOf(call);
  if (!canReadCode(call.instance.store.state, call.caller?.user ?? null, project)) {
    throw forbidden();
  }
  return { project, gitDir: gitDirOf(call.instance, project) };
}

/** The group of `:id`; 404 for those it is hidden from. */
export function groupOf(call: ApiCall): GroupRecord {
  const { state } = call.instance.store;
  const group = findGroup(state, call.params.id ?? '');
  const user = call.user();
  if (group === null || (!user.isAdmin && groupAccess(state, user, group) < ACCESS.guest)) {
    throw notFound('Group');
  }
  return group;
}

/** The merge request of `:iid` in the project of `:id`. */
export function mergeRequestOf(call: ApiCall): { project: ProjectRecord; request: MergeRequestRecord; gitDir: string } {
  const { project, gitDir } = codeOf(call);
  const request = findMergeRequest(call.instance.store.state, project.id, Number(call.params.iid));
  if (request === null) {
    throw notFound();
  }
  return { project, request, gitDir };
}

/** The commit a ref or SHA stands for; `what` is named in the 404 when there is none. */
export async function commitOf(gitDir: string, ref: string, what = 'Commit'): Promise<string> {
  const sha = await resolveCommit(gitDir, ref);
  if (sha === null) {
    throw notFound(what);
  }
  return sha;
}
