import { runGit } from './git-command.ts';
import { parseBatch } from './parse-batch.ts';

/** The files of one commit. */
export type Snapshot = {
  readonly commit: string;
  /** Path → text, of every file that is not too big to be a manifest. */
  readonly files: ReadonlyMap<string, string>;
};

/** Commits that were read, the last few of them. */
export type Snapshots = {
  of(commit: string): Promise<Snapshot>;
  drop(): void;
};

const MOST_FILE_BYTES = 1024 * 1024;
const KEPT_SNAPSHOTS = 8;

type Entry = { id: string; path: string };

/** `git ls-tree -r -z --long`: the files of a commit, without links and without what is too big. */
export function parseTree(listing: string): Entry[] {
  return listing.split('\0').flatMap((line) => {
    const match = /^(\d+) blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(line);
    // Links are not followed: 120000 is their mode.
    return match === null || match[1] === '120000' || Number(match[3]) > MOST_FILE_BYTES
      ? []
      : [{ id: match[2] ?? '', path: match[4] ?? '' }];
  });
}

export function createSnapshots(folder: string): Snapshots {
  /** Texts by the ids of their blobs, those of the kept commits only. */
  let texts = new Map<string, string>();
  const kept = new Map<string, { snapshot: Snapshot; entries: Entry[] }>();

  const readTexts = async (entries: readonly Entry[]): Promise<void> => {
    const unread = [...new Set(entries.map(({ id }) => id))].filter((id) => !texts.has(id));
    if (unread.length > 0) {
      const input = `${unread.join('\n')}\n`;
      for (const [id, bytes] of parseBatch(await runGit(['--git-dir', folder, 'cat-file', '--batch'], { input }))) {
        texts.set(id, bytes.toString('utf8'));
      }
    }
  };
  const forgetOld = () => {
    for (const old of [...kept.keys()].slice(0, -KEPT_SNAPSHOTS)) {
      kept.delete(old);
    }
    const ids = new Set([...kept.values()].flatMap(({ entries }) => entries.map(({ id }) => id)));
    texts = new Map([...texts].filter(([id]) => ids.has(id)));
  };
  const read = async (commit: string): Promise<Snapshot> => {
    const listing = await runGit(['--git-dir', folder, 'ls-tree', '-r', '-z', '--long', commit]);
    const entries = parseTree(listing.toString('utf8'));
    await readTexts(entries);
    const snapshot = { commit, files: new Map(entries.map(({ id, path }) => [path, texts.get(id) ?? ''])) };
    kept.set(commit, { snapshot, entries });
    forgetOld();
    return snapshot;
  };

  return {
    of: async (commit) => kept.get(commit)?.snapshot ?? (await read(commit)),
    drop() {
      kept.clear();
      texts.clear();
    },
  };
}
