import { diffHeadPipeline } from '../pipelines/find.ts';
import { projectById } from '../state/lookup.ts';
import type { MergeRequestRecord, State } from '../state/model.ts';

/** The newest diff version: what reviewers see, and the SHA that approvals and merges are held against. */
export function latestVersion(request: MergeRequestRecord) {
  const version = request.versions.at(-1);
  if (version === undefined) {
    throw new Error(`merge request ${request.id} has no diff version`);
  }
  return version;
}

/** `sha` of the API: the head as of the newest diff version. It lags behind the branch for a moment after a push. */
export function diffHeadSha(request: MergeRequestRecord): string {
  return latestVersion(request).headSha;
}

/** By the title, as GitLab reads it. */
export function isDraft(request: MergeRequestRecord): boolean {
  return /^\s*(\[draft\]|\(draft\)|draft:)/i.test(request.title);
}

/**
 * Why the request cannot be merged, or `mergeable`. The order is GitLab's: first whether it was looked at, then what
 * people must do, then git, and the pipeline last.
 */
export function detailedMergeStatus(state: State, request: MergeRequestRecord): string {
  if (
    request.mergeStatus === 'preparing' ||
    request.mergeStatus === 'checking' ||
    request.mergeStatus === 'unchecked'
  ) {
    return request.mergeStatus;
  }
  if (request.state !== 'opened') {
    return 'not_open';
  }
  if (isDraft(request)) {
    return 'draft_status';
  }
  if (request.mergeStatus === 'cannot_be_merged') {
    return 'conflict';
  }
  return ciStatus(state, request);
}

/** `mergeable`, or what the pipeline still owes where the project asks for a successful one. */
function ciStatus(state: State, request: MergeRequestRecord): 'mergeable' | 'ci_must_pass' | 'ci_still_running' {
  const { settings } = projectById(state, request.projectId);
  if (!settings.onlyAllowMergeIfPipelineSucceeds) {
    return 'mergeable';
  }
  const pipeline = diffHeadPipeline(state, request);
  if (pipeline === null) {
    return 'ci_must_pass';
  }
  if (pipeline.status === 'success' || (pipeline.status === 'skipped' && settings.allowMergeOnSkippedPipeline)) {
    return 'mergeable';
  }
  return ['created', 'pending', 'running'].includes(pipeline.status) ? 'ci_still_running' : 'ci_must_pass';
}

/** Everything but git: open, no draft, and the pipeline. What fails here is 405 on merging, not 422. */
export function isInMergeableState(state: State, request: MergeRequestRecord): boolean {
  return request.state === 'opened' && !isDraft(request) && ciStatus(state, request) === 'mergeable';
}
