import { createHash } from 'node:crypto';
import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';
import type { CommitRequest, Comparison, FileDiff, ForgeCommit } from '#lib/ports/forge.ts';

type Commit = { sha: string; parents: string[]; files: ReadonlyMap<string, string>; message: string; author: string };

export function fail(kind: ExternalErrorKind, operation: string, message: string): ExternalError {
  return new ExternalError({ provider: 'pretend', operation, kind, message });
}

/** A git repository in memory: commits with whole trees, branches, who pushed what. */
export type PretendRepository = ReturnType<typeof createPretendRepository>;

export function createPretendRepository(files: Readonly<Record<string, string>>) {
  const commits = new Map<string, Commit>();
  const branches = new Map<string, string>();
  const pushes: { branch: string; username: string }[] = [];
  /** Paths where a link or a submodule stands, in every commit. */
  const entries = new Map<string, FileDiff['entry']>();

  const store = (parents: string[], tree: ReadonlyMap<string, string>, message: string, author: string): string => {
    const sha = createHash('sha1')
      .update(JSON.stringify([parents, [...tree], message, author, commits.size]))
      .digest('hex');
    commits.set(sha, { sha, parents, files: tree, message, author });
    return sha;
  };
  const find = (ref: string): Commit | undefined => commits.get(branches.get(ref) ?? ref);
  const need = (ref: string, operation: string): Commit => {
    const commit = find(ref);
    if (commit === undefined) {
      throw fail('invalid', operation, `there is no commit ${ref}`);
    }
    return commit;
  };
  const isAncestor = (ancestor: string, descendant: string): boolean => {
    const todo = [descendant];
    const seen = new Set<string>();
    for (let sha = todo.pop(); sha !== undefined; sha = todo.pop()) {
      if (sha === ancestor) {
        return true;
      }
      if (!seen.has(sha)) {
        seen.add(sha);
        todo.push(...(commits.get(sha)?.parents ?? []));
      }
    }
    return false;
  };
  branches.set('main', store([], new Map(Object.entries(files)), 'start', 'nobody'));

  return {
    branches,
    pushes,
    entries,
    find,
    need,
    isAncestor,
    /** What a branch went through, newest first, without what was merged into it. */
    history(ref: string): Commit[] {
      const commit = find(ref);
      return commit === undefined ? [] : [commit, ...this.history(commit.parents[0] ?? '')];
    },
    commit(request: CommitRequest, username: string): Commit {
      const exists = branches.has(request.branch);
      if (request.startSha !== undefined && exists) {
        throw fail('invalid', 'commit', `A branch called '${request.branch}' already exists.`);
      }
      if (request.startSha === undefined && !exists) {
        throw fail('invalid', 'commit', 'You can only create or edit files when you are on a branch');
      }
      const parent = need(request.startSha ?? request.branch, 'commit');
      const tree = new Map(parent.files);
      for (const action of request.actions) {
        if ((action.action === 'create') === tree.has(action.path)) {
          throw fail('invalid', 'commit', `the file ${action.path} stands in the way or is missing`);
        }
        if (action.action === 'delete') {
          tree.delete(action.path);
        } else {
          tree.set(action.path, action.content);
        }
      }
      const sha = store([parent.sha], new Map([...tree].toSorted()), request.message, username);
      branches.set(request.branch, sha);
      pushes.push({ branch: request.branch, username });
      return need(sha, 'commit');
    },
    merge(target: string, headSha: string, message: string, username: string): string {
      const base = need(target, 'merge');
      const head = need(headSha, 'merge');
      const tree = treeOf(base, diffOf(mergeBase(base.sha, head.sha), head), head);
      const sha = store([base.sha, head.sha], tree, message, username);
      branches.set(target, sha);
      return sha;
    },
    /** As a forge does it, in one commit here. Throws where it conflicts. */
    rebase(source: string, target: string, username: string): void {
      const [base, head] = [need(target, 'rebase'), need(source, 'rebase')];
      if (this.conflicts(target, head.sha)) {
        throw fail('conflict', 'rebase', 'Rebase locally, resolve all conflicts, then push the branch.');
      }
      const tree = treeOf(base, diffOf(mergeBase(base.sha, head.sha), head), head);
      branches.set(source, store([base.sha], tree, head.message, username));
      pushes.push({ branch: source, username });
    },
    conflicts(target: string, headSha: string): boolean {
      const base = need(target, 'merge');
      const fork = mergeBase(base.sha, headSha);
      const theirs = new Set(diffOf(fork, base).map(({ path }) => path));
      return diffOf(fork, need(headSha, 'merge')).some(
        ({ path }) => theirs.has(path) && base.files.get(path) !== find(headSha)?.files.get(path),
      );
    },
    compare(from: string, headSha: string): Comparison {
      const base = mergeBase(need(from, 'compare').sha, headSha);
      const files = diffOf(base, need(headSha, 'compare'));
      return {
        baseSha: base.sha,
        files: files.map((file) => ({ ...file, entry: entries.get(file.path) ?? 'file' })),
        isComplete: true,
      };
    },
  };

  function mergeBase(a: string, b: string): Commit {
    const common = [...commits.values()].findLast(({ sha }) => isAncestor(sha, a) && isAncestor(sha, b));
    return common ?? need(a, 'merge base');
  }
}

/** The files of a commit with what a difference brings. */
function treeOf(base: Commit, diff: readonly FileDiff[], head: Commit): Map<string, string> {
  const tree = new Map(base.files);
  for (const { path, change } of diff) {
    if (change === 'deleted') {
      tree.delete(path);
    } else {
      tree.set(path, head.files.get(path) ?? '');
    }
  }
  return tree;
}

function diffOf(before: Commit, after: Commit): FileDiff[] {
  const paths = [...new Set([...before.files.keys(), ...after.files.keys()])].toSorted();
  return paths
    .filter((path) => before.files.get(path) !== after.files.get(path))
    .map((path) => {
      const change = !before.files.has(path) ? 'added' : after.files.has(path) ? 'modified' : 'deleted';
      const lines = (after.files.get(path) ?? '').split('\n').slice(0, -1);
      return { path, oldPath: path, change, entry: 'file', patch: lines.map((line) => `+${line}`).join('\n') };
    });
}

export function toForgeCommit({ sha, message, author }: Commit): ForgeCommit {
  return { sha, message, authorName: author, createdAt: 0, webUrl: `http://pretend/commit/${sha}` };
}
