import { mayAtLeast } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import { pathOf, userById } from '../state/lookup.ts';
import type { RepositoryRecord, UserRecord } from '../state/model.ts';
import { timeOf } from './time.ts';
import { renderUser } from './user.ts';

export function renderRepository(
  instance: Instance,
  repository: RepositoryRecord,
  asks: UserRecord | null,
): Record<string, unknown> {
  const { state } = instance.store;
  const path = pathOf(state, repository);
  const { mergeSettings } = repository;
  return {
    id: repository.id,
    owner: renderUser(instance, userById(state, repository.ownerId)),
    name: repository.name,
    full_name: path,
    description: '',
    empty: false,
    private: repository.isPrivate,
    fork: false,
    template: false,
    mirror: false,
    url: `${instance.url}/api/v1/repos/${path}`,
    html_url: `${instance.url}/${path}`,
    clone_url: `${instance.url}/${path}.git`,
    default_branch: repository.defaultBranch,
    archived: repository.isArchived,
    created_at: timeOf(repository.createdAt),
    updated_at: timeOf(repository.updatedAt),
    permissions: {
      admin: mayAtLeast(asks, repository, 'admin'),
      push: mayAtLeast(asks, repository, 'write'),
      pull: mayAtLeast(asks, repository, 'read'),
    },
    has_issues: true,
    has_pull_requests: true,
    has_actions: false,
    allow_merge_commits: mergeSettings.merge,
    allow_rebase: mergeSettings.rebase,
    allow_rebase_explicit: mergeSettings.rebaseMerge,
    allow_squash_merge: mergeSettings.squash,
    allow_fast_forward_only_merge: mergeSettings.fastForwardOnly,
    allow_rebase_update: true,
    default_delete_branch_after_merge: false,
    default_merge_style: 'merge',
    object_format_name: 'sha1',
  };
}
