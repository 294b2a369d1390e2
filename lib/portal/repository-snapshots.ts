import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Forge } from '#lib/ports/forge.ts';

/** A repository as it stood at one commit. */
export type RepositorySnapshot = {
  sha: string;
  /** When the branch was last seen at this commit, in ms since 1970. */
  asOf: number;
  paths: ReadonlySet<string>;
  /** null where there is no such file. */
  read(path: string): Promise<string | null>;
};

export type RepositorySnapshots = {
  /** The branch's newest commit, at most a few seconds old. Throws ExternalError. */
  head(): Promise<RepositorySnapshot>;
  /** Forget what is known of the branch: the forge said that it moved. */
  invalidate(): void;
};

const FRESH_MS = 5_000;
const KEPT_FILES = 500;

/**
 * Looks at the target branch once for everyone who types into a form. Files and lists of a commit never change, so
 * they are kept; where the branch points is asked again after a few seconds.
 */
export function createRepositorySnapshots(
  forge: Forge,
  repository: string,
  branch: string,
  clock: Clock,
): RepositorySnapshots {
  let current: RepositorySnapshot | null = null;
  let looking: Promise<RepositorySnapshot> | null = null;
  /** Counts the invalidations: what a look from before one has seen may be old, however late it ends. */
  let generation = 0;

  async function look(): Promise<RepositorySnapshot> {
    const found = await forge.branch(repository, branch);
    if (found === null) {
      throw new PortalError(
        'unavailable',
        `The repository ${repository} has no branch ${branch}, or it may not be read.`,
        {
          suggestion:
            'Check gitops.repository and gitops.branch in portolan.yaml, and the rights of the portal’s token.',
        },
      );
    }
    const asOf = clock.now();
    if (current?.sha === found.sha) {
      return { ...current, asOf };
    }
    const paths = new Set(await forge.listFiles(repository, found.sha));
    return { sha: found.sha, asOf, paths, read: createReader(forge, repository, found.sha, paths) };
  }

  async function lookOnce(): Promise<RepositorySnapshot> {
    const began = generation;
    try {
      const found = await look();
      if (began === generation) {
        current = found;
      }
      return found;
    } finally {
      if (began === generation) {
        looking = null;
      }
    }
  }

  return {
    async head() {
      if (current !== null && isFresh(clock.now() - current.asOf)) {
        return current;
      }
      looking ??= lookOnce();
      return await looking;
    },
    invalidate() {
      generation += 1;
      looking = null;
      current = current === null ? null : { ...current, asOf: 0 };
    },
  };
}

/** A clock that was set back makes an age below nothing, which says nothing. */
function isFresh(ageMs: number): boolean {
  return ageMs >= 0 && ageMs < FRESH_MS;
}

function createReader(forge: Forge, repository: string, sha: string, paths: ReadonlySet<string>) {
  const files = new Map<string, Promise<string | null>>();
  return async (path: string): Promise<string | null> => {
    if (!paths.has(path)) {
      return null;
    }
    let content = files.get(path);
    if (content === undefined) {
      content = forge.readFile(repository, sha, path).then((file) => file?.content ?? null);
      // A failed read is no knowledge.
      content.catch(() => files.delete(path));
      files.set(path, content);
      if (files.size > KEPT_FILES) {
        files.delete(files.keys().next().value ?? '');
      }
    }
    return await content;
  };
}
