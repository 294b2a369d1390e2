import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { GitError, gitAddress, runGit } from './git-command.ts';
import { createSharedWork } from './shared-work.ts';
import { createSnapshots, type Snapshot } from './snapshots.ts';

/** A local copy of one repository. */
export type GitMirror = {
  /** Asks the remote what its branches and tags are and fetches what is new. True when a ref has moved. */
  update(): Promise<boolean>;
  /** The commit a branch, tag, commit id or HEAD stands for; null when there is none. */
  resolve(revision: string): Promise<string | null>;
  snapshot(commit: string): Promise<Snapshot>;
  dropSnapshots(): void;
};

/** What a remote has: the branch that is HEAD, and the ids of branches and tags by their full names. */
export type RemoteRefs = { head: string | null; refs: Map<string, string> };

const FETCHED_REFS = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];

/** Reads `git ls-remote --symref`. */
export function parseRemoteRefs(text: string): RemoteRefs {
  const refs = new Map<string, string>();
  let head: string | null = null;
  for (const line of text.split('\n')) {
    const [id = '', name = ''] = line.split('\t');
    if (id.startsWith('ref: ') && name === 'HEAD') {
      head = id.slice('ref: '.length);
    } else if (name.startsWith('refs/heads/') || name.startsWith('refs/tags/')) {
      refs.set(name, id);
    }
  }
  return { head, refs };
}

function hasMoved(before: RemoteRefs, after: RemoteRefs): boolean {
  return (
    before.head !== after.head ||
    before.refs.size !== after.refs.size ||
    [...after.refs].some(([name, id]) => before.refs.get(name) !== id)
  );
}

/** A branch, a tag (an annotated one is its commit) or HEAD, as the remote last told. */
function knownCommit({ head, refs }: RemoteRefs, revision: string): string | undefined {
  const name = revision === '' || revision === 'HEAD' ? (head ?? '') : revision;
  return (
    refs.get(name) ??
    refs.get(`refs/heads/${name}`) ??
    refs.get(`refs/tags/${name}^{}`) ??
    refs.get(`refs/tags/${name}`)
  );
}

/** Writes the header with the credentials into a file of its own, so that it stands on no command line. */
function writeSecret(file: string, authorization: string | null): void {
  const text = authorization === null ? '' : `[http]\n\textraHeader = "${authorization}"\n`;
  writeFileSync(file, text, { mode: 0o600 });
}

/** @param folder is emptied first: a mirror is only a copy, and one that was cut off in the middle is worth nothing */
export function createGitMirror(cloneUrl: string, folder: string): GitMirror {
  const { url, authorization } = gitAddress(cloneUrl);
  const secretFile = `${folder}.auth`;
  const remote = ['-c', `include.path=${secretFile}`];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  writeSecret(secretFile, authorization);
  const snapshots = createSnapshots(folder);
  let isMade = false;
  let known: RemoteRefs = { head: null, refs: new Map() };

  const update = createSharedWork(async (): Promise<boolean> => {
    const told = parseRemoteRefs((await runGit([...remote, 'ls-remote', '--symref', url])).toString('utf8'));
    if (!hasMoved(known, told)) {
      return false;
    }
    if (!isMade) {
      await runGit(['init', '--quiet', '--bare', folder]);
      isMade = true;
    }
    const fetch = ['fetch', '--quiet', '--prune', '--no-tags', url, ...FETCHED_REFS];
    await runGit(['--git-dir', folder, ...remote, ...fetch]);
    known = told;
    return true;
  });

  return {
    update,
    async resolve(revision) {
      const commit = knownCommit(known, revision);
      if (commit !== undefined || !/^[0-9a-f]{7,40}$/.test(revision)) {
        return commit ?? null;
      }
      try {
        const args = ['--git-dir', folder, 'rev-parse', '--verify', '--quiet', `${revision}^{commit}`];
        return (await runGit(args)).toString('utf8').trim();
      } catch (error) {
        if (error instanceof GitError) {
          return null;
        }
        throw error;
      }
    },
    snapshot: snapshots.of,
    dropSnapshots: snapshots.drop,
  };
}
