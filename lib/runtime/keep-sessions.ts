import type { Account, Repositories, Session, Store } from '#lib/ports/store.ts';

/** More people at once than this are asked for in the database again. */
const MOST_KEPT = 10_000;

/**
 * A store that remembers who holds a session, so that a request need not ask the database who sends it. Only for a
 * database that this process alone writes: what is remembered is forgotten before and after every write that could
 * change it, so a session that was ended is unknown to the next request, and so is a role that was taken away.
 */
export function keepSessions(store: Store): Store {
  const sessions = createKept<Session>();
  const accounts = createKept<Account>();
  const forget = () => {
    sessions.forget();
    accounts.forget();
  };
  const writing = async <Result>(write: () => Promise<Result>): Promise<Result> => {
    forget();
    try {
      return await write();
    } finally {
      forget();
    }
  };
  return {
    ...store,
    sessions: {
      ...forgetting(store.sessions, ['create', 'touch', 'remove', 'removeByAccount', 'removeExpired'], writing),
      findByTokenHash: (hash) => sessions.read(hash, () => store.sessions.findByTokenHash(hash)),
    },
    accounts: {
      ...forgetting(store.accounts, ['signIn', 'updateGroups'], writing),
      findById: (id) => accounts.read(id, () => store.accounts.findById(id)),
    },
    // Inside a transaction everything is read from the database itself.
    transaction: <Result>(work: (repositories: Repositories) => Promise<Result>) =>
      writing(() => store.transaction(work)),
  };
}

type Writing = <Result>(write: () => Promise<Result>) => Promise<Result>;

function forgetting<Repository extends object>(
  repository: Repository,
  writes: readonly (keyof Repository)[],
  writing: Writing,
): Repository {
  const wrapped = writes.map((name) => {
    const write = repository[name] as (...args: unknown[]) => Promise<unknown>;
    return [name, (...args: unknown[]) => writing(() => write(...args))];
  });
  return { ...repository, ...Object.fromEntries(wrapped) };
}

function createKept<Value>() {
  const kept = new Map<string, Value>();
  let age = 0;
  return {
    async read(key: string, find: () => Promise<Value | null>): Promise<Value | null> {
      const known = kept.get(key);
      if (known !== undefined) {
        return known;
      }
      const before = age;
      const found = await find();
      // What was read while something was written may be what was there before.
      if (found !== null && age === before && kept.size < MOST_KEPT) {
        kept.set(key, found);
      }
      return found;
    },
    forget() {
      age += 1;
      kept.clear();
    },
  };
}
