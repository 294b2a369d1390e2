import { ApiError, notFound } from '../../rest/api-error.ts';
import type { ApiCall } from '../../rest/call.ts';
import { mayAtLeast } from '../access.ts';
import type { ForgeInstance } from '../instance.ts';
import { findPull, findRepository, findUser, gitDirOf } from '../state/lookup.ts';
import type { Permission, PullRecord, RepositoryRecord, UserRecord } from '../state/model.ts';

export type Subject = { forge: ForgeInstance; repository: RepositoryRecord; gitDir: string; user: UserRecord };

/** The repository of `:owner/:repo`. One that the token may not see is 404, like one that is not there. */
export function subjectOf(call: ApiCall): Subject {
  const { forge, params, bearer, apiUrl } = call;
  const user = forge === null ? null : findUser(forge.store.state, bearer.login);
  if (forge === null || user === null) {
    throw notFound();
  }
  const path = `${params.owner}/${params.repo}`;
  const { state } = forge.store;
  const renamed = state.repositories.find(({ formerPaths }) => formerPaths.includes(path));
  const repository = findRepository(state, path) ?? renamed ?? null;
  if (repository === null || !mayAtLeast(user, repository, 'pull') || !reaches(call, repository)) {
    throw notFound();
  }
  if (repository === renamed) {
    throw new ApiError(301, 'Moved Permanently', { location: `${apiUrl}/repositories/${repository.id}` });
  }
  if (repository.needsSso && bearer.lacksSso === true) {
    const words =
      'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.';
    throw new ApiError(403, words, { 'x-github-sso': `required; url=${call.webUrl}/orgs/${params.owner}/sso?x=y` });
  }
  return { forge, repository, gitDir: gitDirOf(forge, repository), user };
}

/** A token that has scopes reaches what is private with `repo` only. */
function reaches({ bearer: { scopes } }: ApiCall, { isPrivate }: RepositoryRecord): boolean {
  return !isPrivate || scopes === undefined || scopes.includes('repo');
}

/** For what changes it. Whoever may not is told that there is nothing, or that the token lacks the right. */
export function writableOf(call: ApiCall, wanted: Permission = 'push'): Subject {
  const subject = subjectOf(call);
  if (!mayAtLeast(subject.user, subject.repository, wanted)) {
    const isClassic = call.bearer.scopes !== undefined;
    throw isClassic ? notFound() : new ApiError(403, 'Resource not accessible by personal access token');
  }
  if (subject.repository.isArchived) {
    throw new ApiError(403, 'Repository was archived so is read-only.');
  }
  return subject;
}

export function pullOf(call: ApiCall, subject: Subject = subjectOf(call)): Subject & { pull: PullRecord } {
  const { forge, repository } = subject;
  const number = call.params.number ?? '';
  const pull = findPull(forge.store.state, repository.id, /^\d+$/.test(number) ? Number(number) : -1);
  if (pull === null) {
    throw notFound();
  }
  return { ...subject, pull };
}
