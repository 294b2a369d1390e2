import { branchSha } from '../../git/refs.ts';
import type { Instance } from '../instance.ts';
import { isWorkInProgress } from '../pulls/work-in-progress.ts';
import { gitDirOf, pathOf, repositoryById, userById } from '../state/lookup.ts';
import type { PullRecord, UserRecord } from '../state/model.ts';
import { renderLabel } from './label.ts';
import { renderRepository } from './repository.ts';
import { timeOf, timeOrNull } from './time.ts';
import { renderUser } from './user.ts';

/**
 * services/convert/pull.go: the head is where its branch stands now, before the queue has heard of a push; without the
 * branch its ref is Gitea's own one and only the label tells how it was called.
 */
export async function renderPull(
  instance: Instance,
  pull: PullRecord,
  asks: UserRecord | null,
): Promise<Record<string, unknown>> {
  const { state } = instance.store;
  const repository = repositoryById(state, pull.repositoryId);
  const gitDir = gitDirOf(instance, repository);
  const [head, base] = await Promise.all([branchSha(gitDir, pull.headBranch), branchSha(gitDir, pull.baseBranch)]);
  const repo = renderRepository(instance, repository, asks);
  const page = `${instance.url}/${pathOf(state, repository)}/pulls/${pull.index}`;
  return {
    id: pull.id,
    url: page,
    number: pull.index,
    user: renderUser(instance, userById(state, pull.authorId)),
    title: pull.title,
    body: pull.body,
    labels: repository.labels.filter(({ id }) => pull.labelIds.includes(id)).map(renderLabel),
    state: pull.isClosed ? 'closed' : 'open',
    draft: isWorkInProgress(pull),
    is_locked: false,
    comments: commentsOf(instance, pull),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    mergeable: pull.check === 'mergeable' && !isWorkInProgress(pull),
    merged: pull.mergedSha !== null,
    merged_at: timeOrNull(pull.mergedAt),
    merge_commit_sha: pull.mergedSha,
    merged_by: pull.mergerId === null ? null : renderUser(instance, userById(state, pull.mergerId)),
    allow_maintainer_edit: false,
    base: { label: pull.baseBranch, ref: pull.baseBranch, sha: base ?? '', repo_id: repository.id, repo },
    head: {
      label: pull.headBranch,
      ref: head === null ? `refs/pull/${pull.index}/head` : pull.headBranch,
      sha: head ?? pull.headSha,
      repo_id: repository.id,
      repo,
    },
    merge_base: pull.mergeBase ?? '',
    due_date: null,
    created_at: timeOf(pull.createdAt),
    updated_at: timeOf(pull.updatedAt),
    closed_at: timeOrNull(pull.closedAt),
  };
}

function commentsOf({ store: { state } }: Instance, { repositoryId, index }: PullRecord): number {
  return state.comments.filter(
    (each) => each.repositoryId === repositoryId && each.index === index && each.type === 'comment',
  ).length;
}
