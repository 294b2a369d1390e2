import type { Instance } from '../instance.ts';
import type { PullRecord, RepositoryRecord, State, UserRecord } from './model.ts';

export function findUser(state: State, login: string): UserRecord | null {
  return state.users.find((user) => user.login.toLowerCase() === login.toLowerCase()) ?? null;
}

export function userById(state: State, id: number): UserRecord {
  const user = state.users.find((each) => each.id === id);
  if (user === undefined) {
    throw new Error(`the sandbox Gitea has no user ${id}`);
  }
  return user;
}

/** The organizations somebody is in, with the names of their teams there. */
export function membershipsOf(state: State, user: UserRecord): { organization: UserRecord; teams: string[] }[] {
  return state.users
    .filter(({ isOrganization }) => isOrganization)
    .map((organization) => ({
      organization,
      teams: state.teams
        .filter((team) => team.organizationId === organization.id && team.memberIds.includes(user.id))
        .map(({ name }) => name),
    }))
    .filter(({ teams }) => teams.length > 0);
}

/** @param path `owner/name`, in any case */
export function findRepository(state: State, path: string): RepositoryRecord | null {
  return state.repositories.find((each) => pathOf(state, each).toLowerCase() === path.toLowerCase()) ?? null;
}

export function repositoryById(state: State, id: number): RepositoryRecord {
  const repository = state.repositories.find((each) => each.id === id);
  if (repository === undefined) {
    throw new Error(`the sandbox Gitea has no repository ${id}`);
  }
  return repository;
}

export function pathOf(state: State, repository: RepositoryRecord): string {
  return `${userById(state, repository.ownerId).login}/${repository.name}`;
}

export function gitDirOf({ repositories }: Instance, { id }: RepositoryRecord): string {
  return repositories.directory(id);
}

export function findPull(state: State, repositoryId: number, index: number): PullRecord | null {
  return state.pulls.find((pull) => pull.repositoryId === repositoryId && pull.index === index) ?? null;
}

/** Newest first, as they are listed. */
export function pullsOf(state: State, repositoryId: number): PullRecord[] {
  return state.pulls.filter((pull) => pull.repositoryId === repositoryId).toSorted((a, b) => b.index - a.index);
}

/** For those who act past the API: a path or login that is not there is a mistake of theirs. */
export function requireRepository(state: State, path: string): RepositoryRecord {
  const found = findRepository(state, path);
  if (found === null) {
    throw new Error(`the sandbox Gitea has no repository "${path}"`);
  }
  return found;
}

export function requireUser(state: State, login: string): UserRecord {
  const found = findUser(state, login);
  if (found === null) {
    throw new Error(`the sandbox Gitea has no user "${login}"`);
  }
  return found;
}

export function requirePull(state: State, path: string, index: number): PullRecord {
  const found = findPull(state, requireRepository(state, path).id, index);
  if (found === null) {
    throw new Error(`the sandbox Gitea has no pull request ${path}#${index}`);
  }
  return found;
}
