import { countCommits, listCommits } from '../../../git/commits.ts';
import { diffCommits, type FileDifference } from '../../../git/diff.ts';
import { mergeBase, resolveCommit } from '../../../git/refs.ts';
import { listFiles } from '../../../git/tree.ts';
import type { RequestContext } from '../../../http/router.ts';
import { ApiError, invalid, notFound } from '../../rest/api-error.ts';
import { type ApiCall, type ApiRoute, linkTo, perPageOf } from '../../rest/call.ts';
import { time } from '../../rest/render.ts';
import { renderCommit } from '../render/commit.ts';
import { renderUserById } from '../render/user.ts';
import { subjectOf } from './subject.ts';

/** How commits hang together, and who moved which branch. */
export const HISTORY_ROUTES: readonly ApiRoute[] = [
  ['GET', '/repos/:owner/:repo/compare/:basehead', compare],
  ['GET', '/repos/:owner/:repo/activity', listActivities],
];

const MOST_FILES = 300;
/** Longer ones are left out. */
const MOST_PATCH_BYTES = 1024 * 1024;

/** What the head brings since it left the base. The files are on the first page of the commits only. */
async function compare(call: ApiCall) {
  const subject = subjectOf(call);
  const { gitDir } = subject;
  const [from = '', to = ''] = (call.params.basehead ?? '').split('...', 2);
  const [base, head] = await Promise.all([resolveCommit(gitDir, from), resolveCommit(gitDir, to)]);
  if (base === null || head === null) {
    throw notFound();
  }
  const parted = await mergeBase(gitDir, [base, head]);
  if (parted === null) {
    throw new ApiError(404, `No common ancestor between ${from} and ${to}.`);
  }
  const [ahead, behind] = await Promise.all([countCommits(gitDir, head, base), countCommits(gitDir, base, head)]);
  const status = ahead > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical';
  const commits = await listCommits(gitDir, { revisions: [head, `^${base}`], limit: perPageOf(call) });
  const blobs = await listFiles(gitDir, head);
  const files = (await diffCommits(gitDir, parted, head)).slice(0, MOST_FILES);
  return {
    body: {
      status,
      ahead_by: ahead,
      behind_by: behind,
      total_commits: ahead,
      base_commit: await renderCommit(call, subject, base),
      merge_base_commit: await renderCommit(call, subject, parted),
      commits: await Promise.all(commits.map(({ sha }) => renderCommit(call, subject, sha))),
      files: files.map((file) => renderFile(file, blobs.get(file.newPath)?.sha ?? null)),
    },
  };
}

/** Without a word of git's modes. What is binary or too long has no patch. */
function renderFile(file: FileDifference, sha: string | null) {
  const { oldPath, newPath, oldMode, newMode, change, patch } = file;
  const lines = patch.split('\n');
  const isType = change === 'modified' && oldMode.slice(0, 2) !== newMode.slice(0, 2);
  const isShown = patch.startsWith('@@') && patch.length <= MOST_PATCH_BYTES;
  const additions = lines.filter((line) => line.startsWith('+')).length;
  const deletions = lines.filter((line) => line.startsWith('-')).length;
  return {
    sha,
    filename: newPath,
    status: isType ? 'changed' : change === 'deleted' ? 'removed' : change,
    additions,
    deletions,
    changes: additions + deletions,
    ...(change === 'renamed' ? { previous_filename: oldPath } : {}),
    ...(isShown ? { patch: patch.replace(/\n$/, '') } : {}),
  };
}

/** Newest first, in pages that one cursor leads through. */
function listActivities(call: ApiCall, context: RequestContext) {
  const { forge, repository } = subjectOf(call);
  const { query } = call;
  const ref = query.get('ref')?.replace(/^refs\/heads\//, '') ?? null;
  const all = forge.store.state.activities
    .filter(({ repositoryId, branch }) => repositoryId === repository.id && (ref === null || branch === ref))
    .toReversed();
  const after = query.get('after');
  const start = after === null ? 0 : all.findIndex(({ id }) => cursorOf(id) === after) + 1;
  if (after !== null && start === 0) {
    throw invalid({ resource: 'Activity', field: 'after', code: 'invalid' });
  }
  const perPage = perPageOf(call);
  const shown = all.slice(start, start + perPage);
  const last = shown.at(-1);
  const hasMore = start + perPage < all.length && last !== undefined;
  const link = hasMore ? `${linkTo(call, context, { after: cursorOf(last.id) })}; rel="next"` : null;
  return {
    body: shown.map(({ id, before, after: now, branch, createdAt, type, userId }) => ({
      id,
      before,
      after: now,
      ref: `refs/heads/${branch}`,
      timestamp: time(createdAt),
      activity_type: type,
      actor: renderUserById(call, userId),
    })),
    ...(link === null ? {} : { headers: { link } }),
  };
}

function cursorOf(id: number): string {
  return Buffer.from(`activity:${id}`).toString('base64');
}
