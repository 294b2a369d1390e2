import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { GitError } from './git-command.ts';
import { createGitMirror, type GitMirror } from './mirror.ts';
import type { Snapshot } from './snapshots.ts';

/** What stands in the way of a repository, in the words of Argo CD's repo server. */
export class RepositoryError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RepositoryError';
  }
}

/** The repositories Argo CD is configured for. */
export type Repositories = {
  /** The form in which two spellings of one address are the same. */
  normalize(repoUrl: string): string;
  isConfigured(repoUrl: string): boolean;
  /** Asks the remote. True when something moved. Throws RepositoryError when it cannot be reached. */
  update(repoUrl: string): Promise<boolean>;
  /** The commit for a revision as known since the last update. Throws RepositoryError. */
  resolve(repoUrl: string, revision: string): Promise<string>;
  snapshot(repoUrl: string, commit: string): Promise<Snapshot>;
  configured(): string[];
  dropCaches(): void;
};

/** As Argo CD compares addresses: util/git/git.go, NormalizeGitURL. */
export function normalizeRepoUrl(repoUrl: string): string {
  return repoUrl
    .trim()
    .toLowerCase()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
}

/** What git said, as go-git says it in Argo CD's conditions. */
function reasonOf(error: GitError): string {
  const said = error.message;
  if (/authentication failed|could not read username|403/i.test(said)) {
    return 'authentication required';
  }
  if (/not found|does not appear to be a git repository|does not exist/i.test(said)) {
    return 'repository not found';
  }
  if (/could not connect|connection refused|failed to connect|couldn't connect/i.test(said)) {
    return 'dial tcp: connect: connection refused';
  }
  return said.split('\n').at(-1) ?? said;
}

/**
 * @param cloneUrls repository as Applications name it → where it is cloned from; what is not in it cannot be reached
 * @param stateDir where the mirrors are kept
 */
export function createRepositories(cloneUrls: ReadonlyMap<string, string>, stateDir: string): Repositories {
  const mirrors = new Map<string, GitMirror>();
  const updated = new Set<string>();
  for (const [repoUrl, cloneUrl] of cloneUrls) {
    const name = normalizeRepoUrl(repoUrl);
    const folder = join(stateDir, 'mirrors', `${createHash('sha256').update(name).digest('hex').slice(0, 16)}.git`);
    mirrors.set(name, createGitMirror(cloneUrl, folder));
  }

  const mirrorOf = (repoUrl: string): GitMirror => {
    const mirror = mirrors.get(normalizeRepoUrl(repoUrl));
    if (mirror === undefined) {
      const host = URL.canParse(repoUrl) ? new URL(repoUrl).host : repoUrl;
      throw new RepositoryError(`failed to list refs: dial tcp: lookup ${host}: no such host`);
    }
    return mirror;
  };
  const asking = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof GitError ? new RepositoryError(`failed to list refs: ${reasonOf(error)}`) : error;
    }
  };
  const update = async (repoUrl: string) => {
    const mirror = mirrorOf(repoUrl);
    const hasMoved = await asking(() => mirror.update());
    updated.add(normalizeRepoUrl(repoUrl));
    return hasMoved;
  };

  return {
    normalize: normalizeRepoUrl,
    isConfigured: (repoUrl) => mirrors.has(normalizeRepoUrl(repoUrl)),
    update,
    async resolve(repoUrl, revision) {
      const mirror = mirrorOf(repoUrl);
      if (!updated.has(normalizeRepoUrl(repoUrl))) {
        await update(repoUrl);
      }
      const commit = await mirror.resolve(revision);
      if (commit === null) {
        throw new RepositoryError(`unable to resolve '${revision}' to a commit SHA`);
      }
      return commit;
    },
    snapshot: (repoUrl, commit) => asking(() => mirrorOf(repoUrl).snapshot(commit)),
    configured: () => [...cloneUrls.keys()],
    dropCaches() {
      for (const mirror of mirrors.values()) {
        mirror.dropSnapshots();
      }
    },
  };
}
