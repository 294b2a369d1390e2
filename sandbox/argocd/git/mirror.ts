import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { GitError, gitAddress, runGit } from './git-command.ts';
import { parseBatch } from './parse-batch.ts';

/** The files of one commit. */
export type Snapshot = {
  readonly commit: string;
  /** Path → text, of every file that is not too big to be a manifest. */
  readonly files: ReadonlyMap<string, string>;
};

/** A local copy of one repository. */
export type GitMirror = {
  /** Asks the remote what its branches and tags are and fetches what is new. True when a ref has moved. */
  update(): Promise<boolean>;
  /** The commit a branch, tag, commit id or HEAD stands for; null when there is none. */
  resolve(revision: string): Promise<string | null>;
  snapshot(commit: string): Promise<Snapshot>;
  /** The snapshot if it has been read before. */
  knownSnapshot(commit: string): Snapshot | undefined;
  dropSnapshots(): void;
};

const MOST_FILE_BYTES = 1024 * 1024;
const KEPT_SNAPSHOTS = 8;
const FETCHED_REFS = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];

/** `git ls-remote --symref`: HEAD's branch and the ids of branches and tags. */
export function parseRemoteRefs(text: string): { head: string | null; refs: Map<string, string> } {
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

export function createGitMirror(cloneUrl: string, folder: string): GitMirror {
  const { url, authorization } = gitAddress(cloneUrl);
  const secretFile = `${folder}.auth`;
  const remote = ['-c', `include.path=${secretFile}`];
  const git = (...args: string[]) => runGit(['--git-dir', folder, ...args]);
  // In a file of its own, so that the token stands on no command line.
  mkdirSync(dirname(folder), { recursive: true });
  writeFileSync(secretFile, authorization === null ? '' : `[http]\n\textraHeader = "${authorization}"\n`, {
    mode: 0o600,
  });
  const texts = new Map<string, string>();
  const snapshots = new Map<string, Snapshot>();
  let head: string | null = null;
  let refs = new Map<string, string>();
  let updating: Promise<boolean> | null = null;
  let following: Promise<boolean> | null = null;

  const update = async (): Promise<boolean> => {
    const told = parseRemoteRefs((await runGit([...remote, 'ls-remote', '--symref', url])).toString('utf8'));
    const hasMoved =
      told.head !== head || told.refs.size !== refs.size || [...told.refs].some(([name, id]) => refs.get(name) !== id);
    if (hasMoved) {
      if (!existsSync(folder)) {
        await runGit(['init', '--quiet', '--bare', folder]);
      }
      await git(...remote, 'fetch', '--quiet', '--prune', '--no-tags', url, ...FETCHED_REFS);
      ({ head, refs } = told);
    }
    return hasMoved;
  };
  /** Texts of blobs by their ids, those not read before in one go. */
  const readTexts = async (ids: readonly string[]): Promise<void> => {
    const unread = [...new Set(ids)].filter((id) => !texts.has(id));
    if (unread.length === 0) {
      return;
    }
    const output = await runGit(['--git-dir', folder, 'cat-file', '--batch'], { input: `${unread.join('\n')}\n` });
    for (const [id, bytes] of parseBatch(output)) {
      texts.set(id, bytes.toString('utf8'));
    }
  };
  const read = async (commit: string): Promise<Snapshot> => {
    const listing = (await git('ls-tree', '-r', '-z', '--long', commit)).toString('utf8');
    const entries = listing.split('\0').flatMap((line) => {
      const match = /^(\d+) blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(line);
      // Links are not followed: 120000 is their mode.
      return match === null || match[1] === '120000' || Number(match[3]) > MOST_FILE_BYTES
        ? []
        : [{ id: match[2] ?? '', path: match[4] ?? '' }];
    });
    await readTexts(entries.map(({ id }) => id));
    return { commit, files: new Map(entries.map(({ id, path }) => [path, texts.get(id) ?? ''])) };
  };

  return {
    update() {
      if (updating === null) {
        updating = update().finally(() => {
          updating = null;
        });
        return updating;
      }
      // One that is under way may have asked too early: whoever asks now shares the next one.
      following ??= updating
        .catch(() => false)
        .then(() => {
          following = null;
          return this.update();
        });
      return following;
    },
    async resolve(revision) {
      const name = revision === '' || revision === 'HEAD' ? (head ?? '') : revision;
      const tag = refs.has(`refs/tags/${name}^{}`) ? `refs/tags/${name}^{}` : `refs/tags/${name}`;
      const known = refs.get(name) ?? refs.get(`refs/heads/${name}`) ?? refs.get(tag);
      if (known !== undefined || !/^[0-9a-f]{7,40}$/.test(name)) {
        return known ?? null;
      }
      try {
        return (await git('rev-parse', '--verify', '--quiet', `${name}^{commit}`)).toString('utf8').trim();
      } catch (error) {
        if (error instanceof GitError) {
          return null;
        }
        throw error;
      }
    },
    async snapshot(commit) {
      const snapshot = snapshots.get(commit) ?? (await read(commit));
      snapshots.delete(commit);
      snapshots.set(commit, snapshot);
      for (const old of [...snapshots.keys()].slice(0, -KEPT_SNAPSHOTS)) {
        snapshots.delete(old);
      }
      return snapshot;
    },
    knownSnapshot: (commit) => snapshots.get(commit),
    dropSnapshots: () => snapshots.clear(),
  };
}
