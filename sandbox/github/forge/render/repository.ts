import type { ApiCall } from '../../rest/call.ts';
import { mayAtLeast } from '../access.ts';
import type { Subject } from '../routes/subject.ts';
import { pathOf, repositoryById, userById } from '../state/lookup.ts';
import { PERMISSIONS } from '../state/model.ts';
import { renderUser } from './user.ts';

/** How it is merged is told to those who may write. */
export function renderRepository(call: ApiCall, { forge, repository, user }: Omit<Subject, 'gitDir'>) {
  const { state } = forge.store;
  const { mergeSettings: merging, parentId } = repository;
  const path = pathOf(state, repository);
  return {
    id: repository.id,
    name: repository.name,
    full_name: path,
    private: repository.isPrivate,
    visibility: repository.isPrivate ? 'private' : 'public',
    owner: renderUser(call, userById(state, repository.ownerId)),
    html_url: `${call.webUrl}/${path}`,
    url: `${call.apiUrl}/repos/${path}`,
    fork: parentId !== null,
    default_branch: repository.defaultBranch,
    archived: repository.isArchived,
    disabled: false,
    permissions: Object.fromEntries(PERMISSIONS.map((each) => [each, mayAtLeast(user, repository, each)])),
    ...(mayAtLeast(user, repository, 'push')
      ? {
          allow_merge_commit: merging.merge,
          allow_squash_merge: merging.squash,
          allow_rebase_merge: merging.rebase,
          delete_branch_on_merge: merging.deletesBranch,
        }
      : {}),
    ...(parentId === null ? {} : { parent: { full_name: pathOf(state, repositoryById(state, parentId)) } }),
  };
}
