import { rm } from 'node:fs/promises';
import { GitError, runGit } from '../../../git/run-git.ts';
import { listFiles } from '../../../git/tree.ts';
import { unprocessable } from '../../rest/api-error.ts';
import type { Subject } from '../routes/subject.ts';

/** An entry of a tree that is to be made: with text, with an object that is there, or null, which takes the path away. */
export type NewEntry =
  | { path: string; mode: string; content: string }
  | { path: string; mode: string; sha: string | null };

const MODES = ['100644', '100755', '040000', '160000', '120000'];

/** Throws 422 for what is no entry. */
export function readEntries(entries: readonly unknown[]): NewEntry[] {
  if (entries.length === 0) {
    throw unprocessable('Invalid tree info');
  }
  return entries.map((entry) => {
    const { path, mode, sha, content } = (entry ?? {}) as Record<string, unknown>;
    if (typeof path !== 'string' || path === '' || typeof mode !== 'string' || !MODES.includes(mode)) {
      throw unprocessable('Must supply a valid tree.mode');
    }
    // git itself would leave such a path out without a word.
    if (path.split('/').some((part) => ['', '.', '..', '.git'].includes(part.toLowerCase()))) {
      throw unprocessable('tree.path contains a malformed path component');
    }
    if (typeof content === 'string' && sha === undefined) {
      return { path, mode, content };
    }
    if (sha !== null && typeof sha !== 'string') {
      throw unprocessable('Must supply either tree.sha or tree.content.');
    }
    return { path, mode, sha };
  });
}

/** The tree that the entries make of another one; without that they are all of it. */
export async function writeTree(
  { forge, gitDir }: Subject,
  base: string | null,
  entries: readonly NewEntry[],
): Promise<string> {
  const there = base === null ? new Map() : await listFiles(gitDir, base);
  const lines: string[] = [];
  for (const entry of entries) {
    if ('sha' in entry && entry.sha === null) {
      if (!there.has(entry.path)) {
        throw unprocessable('GitRPC::BadObjectState');
      }
      lines.push(`0 ${'0'.repeat(40)}\t${entry.path}\0`);
    } else {
      lines.push(
        `${entry.mode} ${'sha' in entry ? entry.sha : await writeBlob(gitDir, entry.content)}\t${entry.path}\0`,
      );
    }
  }
  const index = forge.repositories.scratchPath();
  const env = { GIT_INDEX_FILE: index };
  try {
    await runGit(gitDir, base === null ? ['read-tree', '--empty'] : ['read-tree', base], { env });
    await runGit(gitDir, ['update-index', '-z', '--replace', '--index-info'], { env, input: lines.join('') });
    return (await runGit(gitDir, ['write-tree'], { env })).text.trim();
  } catch (error) {
    if (error instanceof GitError) {
      throw unprocessable('tree.path contains a malformed path component');
    }
    throw error;
  } finally {
    await rm(index, { force: true });
  }
}

async function writeBlob(gitDir: string, content: string): Promise<string> {
  const { text } = await runGit(gitDir, ['hash-object', '-w', '--stdin'], { input: content });
  return text.trim();
}
