import type { ForgeInstance } from '../instance.ts';
import type { PullRecord, RepositoryRecord, State, UserRecord } from './model.ts';

export function userById(state: State, id: number): UserRecord {
  return found(
    state.users.find((each) => each.id === id),
    `user ${id}`,
  );
}

export function findUser(state: State, login: string): UserRecord | null {
  return state.users.find((each) => each.login.toLowerCase() === login.toLowerCase()) ?? null;
}

export function requireUser(state: State, login: string): UserRecord {
  return found(findUser(state, login), `user ${login}`);
}

export function repositoryById(state: State, id: number): RepositoryRecord {
  return found(
    state.repositories.find((each) => each.id === id),
    `repository ${id}`,
  );
}

/** `owner/name`, in any case. */
export function pathOf(state: State, { ownerId, name }: RepositoryRecord): string {
  return `${userById(state, ownerId).login}/${name}`;
}

export function findRepository(state: State, path: string): RepositoryRecord | null {
  const wanted = path.toLowerCase();
  return state.repositories.find((each) => pathOf(state, each).toLowerCase() === wanted) ?? null;
}

export function requireRepository(state: State, path: string): RepositoryRecord {
  return found(findRepository(state, path), `repository ${path}`);
}

export function findPull(state: State, repositoryId: number, number: number): PullRecord | null {
  return state.pulls.find((each) => each.repositoryId === repositoryId && each.number === number) ?? null;
}

export function requirePull(state: State, path: string, number: number): PullRecord {
  return found(findPull(state, requireRepository(state, path).id, number), `pull request ${path}#${number}`);
}

export function gitDirOf({ repositories }: ForgeInstance, { id }: Pick<RepositoryRecord, 'id'>): string {
  return repositories.directory(id);
}

function found<Value>(value: Value | null | undefined, what: string): Value {
  if (value == null) {
    throw new Error(`the sandbox's GitHub has no ${what}`);
  }
  return value;
}
