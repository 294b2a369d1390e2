import { isInsideRepository } from './path.ts';
import { runGit } from './run-git.ts';

export type Commit = {
  sha: string;
  parents: string[];
  title: string;
  message: string;
  authorName: string;
  authorEmail: string;
  /** As the author's clock wrote it: `2024-05-01T10:00:00+02:00`. */
  authoredAt: string;
  committerName: string;
  committerEmail: string;
  committedAt: string;
};

const FIELDS = ['%H', '%P', '%s', '%B', '%an', '%ae', '%aI', '%cn', '%ce', '%cI'];
/** NUL is the one character that no field of a commit can hold; with -z it ends the commit too. */
const FORMAT = `--format=${FIELDS.join('%x00')}`;

export type LogOptions = {
  /** Revisions as `git log` takes them: SHAs, and `^sha` for what to leave out. */
  revisions: readonly string[];
  path?: string;
  limit?: number;
  skip?: number;
  since?: string;
  until?: string;
  firstParent?: boolean;
};

/** Commits, newest first. */
export async function listCommits(gitDir: string, options: LogOptions): Promise<Commit[]> {
  if (options.path !== undefined && !isInsideRepository(options.path)) {
    return [];
  }
  const args = ['log', '-z', FORMAT, '--no-show-signature', '--end-of-options', ...options.revisions];
  args.splice(
    1,
    0,
    ...(options.limit === undefined ? [] : [`--max-count=${options.limit}`]),
    ...(options.skip === undefined ? [] : [`--skip=${options.skip}`]),
    ...(options.since === undefined ? [] : [`--since=${options.since}`]),
    ...(options.until === undefined ? [] : [`--until=${options.until}`]),
    ...(options.firstParent === true ? ['--first-parent'] : []),
  );
  const { text } = await runGit(gitDir, [...args, '--', ...(options.path === undefined ? [] : [options.path])]);
  const fields = text.split('\0');
  const count = Math.floor(fields.length / FIELDS.length);
  return Array.from({ length: count }, (_, index) =>
    parseCommit(fields.slice(index * FIELDS.length, (index + 1) * FIELDS.length)),
  );
}

/** The commit with this SHA; it must exist. */
export async function readCommit(gitDir: string, sha: string): Promise<Commit> {
  const [commit] = await listCommits(gitDir, { revisions: [sha], limit: 1 });
  if (commit === undefined) {
    throw new Error(`commit ${sha} is not in ${gitDir}`);
  }
  return commit;
}

/** The last commit before `sha`, itself included, that touched the file; null when none did. */
export async function lastCommitOfPath(gitDir: string, sha: string, path: string): Promise<string | null> {
  const [commit] = await listCommits(gitDir, { revisions: [sha], path, limit: 1 });
  return commit?.sha ?? null;
}

/** How many commits `include` has and `exclude` has not. */
export async function countCommits(gitDir: string, include: string, exclude: string | null): Promise<number> {
  const revisions = exclude === null ? [include] : [include, `^${exclude}`];
  const { text } = await runGit(gitDir, ['rev-list', '--count', ...revisions, '--']);
  return Number(text.trim());
}

function parseCommit(fields: readonly string[]): Commit {
  const [
    sha,
    parents,
    title,
    message,
    authorName,
    authorEmail,
    authoredAt,
    committerName,
    committerEmail,
    committedAt,
  ] = fields as [string, string, string, string, string, string, string, string, string, string];
  return {
    sha,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    title,
    // git ends %B with a line end of its own.
    message: message.replace(/\n$/, ''),
    authorName,
    authorEmail,
    authoredAt,
    committerName,
    committerEmail,
    committedAt,
  };
}
