import type { TreeEntry } from '../../git/tree.ts';
import type { PathChange } from '../../git/write-commit.ts';
import { apiError, invalidParameters } from '../rest/api-error.ts';

const ACTIONS = ['create', 'update', 'move', 'delete', 'chmod'] as const;

export type CommitAction = {
  action: (typeof ACTIONS)[number];
  filePath: string;
  previousPath: string | null;
  content: Buffer | null;
  lastCommitId: string | null;
  executeFilemode: boolean | null;
};

/** Reads `actions` of a commit call. Throws 400 in the form of parameter errors. */
export function readActions(raw: unknown): CommitAction[] {
  if (!Array.isArray(raw)) {
    throw invalidParameters('actions is invalid');
  }
  if (raw.length === 0) {
    throw invalidParameters('actions is empty');
  }
  return raw.map((value, index) => readAction(value as Record<string, unknown>, index));
}

function readAction(raw: Record<string, unknown>, index: number): CommitAction {
  const at = (field: string) => `actions[${index}][${field}]`;
  const text = (field: string) => (typeof raw?.[field] === 'string' ? (raw[field] as string) : null);
  const action = ACTIONS.find((each) => each === raw?.action);
  if (action === undefined) {
    throw invalidParameters(
      raw?.action === undefined ? `${at('action')} is missing` : `${at('action')} does not have a valid value`,
    );
  }
  const filePath = text('file_path');
  if (filePath === null) {
    throw invalidParameters(`${at('file_path')} is missing`);
  }
  const previousPath = text('previous_path');
  if (action === 'move' && (previousPath === null || previousPath === '')) {
    throw invalidParameters(`${at('previous_path')} is missing`);
  }
  const mode = raw.execute_filemode;
  if (action === 'chmod' && typeof mode !== 'boolean') {
    throw invalidParameters(`${at('execute_filemode')} is missing`);
  }
  const encoding = text('encoding') ?? 'text';
  if (encoding !== 'text' && encoding !== 'base64') {
    throw invalidParameters(`${at('encoding')} does not have a valid value`);
  }
  const content = text('content');
  return {
    action,
    filePath,
    previousPath,
    content: content === null ? null : Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'),
    lastCommitId: text('last_commit_id'),
    executeFilemode: typeof mode === 'boolean' ? mode : null,
  };
}

/**
 * Turns actions into changes of paths, one after the other on the files as they stand, all or none. Throws 400 with
 * GitLab's words for a file that is there, is not there, or stands in the way of a folder.
 */
export function applyActions(files: ReadonlyMap<string, TreeEntry>, actions: readonly CommitAction[]): PathChange[] {
  const tree = createDraftTree(files);
  return actions.flatMap((action) => applyAction(tree, action));
}

type Draft = { mode: string; sha: string | null; content: Buffer | null };

function createDraftTree(files: ReadonlyMap<string, TreeEntry>) {
  const drafts = new Map<string, Draft>();
  for (const [path, entry] of files) {
    drafts.set(path, { mode: entry.mode, sha: entry.sha, content: null });
  }
  return {
    get: (path: string) => drafts.get(path),
    put: (path: string, draft: Draft) => drafts.set(path, draft),
    remove: (path: string) => drafts.delete(path),
    isFolder: (path: string) => {
      for (const each of drafts.keys()) {
        if (each.startsWith(`${path}/`)) {
          return true;
        }
      }
      return false;
    },
  };
}

type DraftTree = ReturnType<typeof createDraftTree>;

function applyAction(tree: DraftTree, action: CommitAction): PathChange[] {
  const path = cleanPath(action.filePath);
  switch (action.action) {
    case 'create':
      refuseTaken(tree, path);
      return [write(tree, path, '100644', action.content ?? Buffer.alloc(0))];
    case 'update': {
      const file = existing(tree, path);
      return [write(tree, path, file.mode, action.content ?? Buffer.alloc(0))];
    }
    case 'delete':
      existing(tree, path);
      tree.remove(path);
      return [{ path, kind: 'remove' }];
    case 'chmod': {
      const file = existing(tree, path);
      return [keep(tree, path, { ...file, mode: action.executeFilemode === true ? '100755' : '100644' })];
    }
    case 'move':
      return move(tree, cleanPath(action.previousPath ?? ''), path, action.content);
  }
}

function move(tree: DraftTree, from: string, to: string, content: Buffer | null): PathChange[] {
  const file = existing(tree, from);
  refuseTaken(tree, to);
  tree.remove(from);
  const added = content === null ? keep(tree, to, file) : write(tree, to, file.mode, content);
  return [{ path: from, kind: 'remove' }, added];
}

function existing(tree: DraftTree, path: string): Draft {
  const file = tree.get(path);
  if (file === undefined) {
    throw apiError(400, "A file with this name doesn't exist");
  }
  return file;
}

function refuseTaken(tree: DraftTree, path: string): void {
  if (tree.get(path) !== undefined) {
    throw apiError(400, 'A file with this name already exists');
  }
  const parts = path.split('/');
  const hasFileAbove = parts.some((_, index) => index > 0 && tree.get(parts.slice(0, index).join('/')) !== undefined);
  if (tree.isFolder(path) || hasFileAbove) {
    throw apiError(
      400,
      tree.isFolder(path) ? 'A directory with this name already exists' : 'A file with this name already exists',
    );
  }
}

function write(tree: DraftTree, path: string, mode: string, content: Buffer): PathChange {
  tree.put(path, { mode, sha: null, content });
  return { path, kind: 'write', mode, content };
}

function keep(tree: DraftTree, path: string, file: Draft): PathChange {
  tree.put(path, file);
  return file.sha === null
    ? { path, kind: 'write', mode: file.mode, content: file.content ?? Buffer.alloc(0) }
    : { path, kind: 'blob', mode: file.mode, sha: file.sha };
}

/** The path as git will have it. Throws 400 for one that leaves the repository or cannot be in it. */
export function cleanPath(path: string): string {
  const trimmed = path.replace(/^\/+/, '').replace(/\/{2,}/g, '/');
  if (trimmed === '') {
    throw apiError(400, 'You must provide a file path');
  }
  const parts = trimmed.split('/');
  if (parts.includes('..')) {
    throw apiError(400, 'Path cannot include directory traversal');
  }
  const isForbidden = parts.some((part) => part === '' || part === '.' || part.toLowerCase() === '.git');
  if (isForbidden || trimmed.includes('\0') || trimmed.includes('\n')) {
    throw apiError(400, `invalid path: '${path}'`);
  }
  return trimmed;
}
