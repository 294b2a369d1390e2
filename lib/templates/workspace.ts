import { pathProblem } from '#lib/domain/repository/path.ts';
import { templateError } from './template-error.ts';

/** The files that a run has written so far, by their path in the repository. */
export type Workspace = {
  readonly files: ReadonlyMap<string, string>;
  /** Writes a file; one that is there stays unless `replace`. Throws PortalError for paths and amounts that no run may have. */
  write(path: string, content: string, replace: boolean): void;
};

const MOST_FILES = 200;
const LARGEST_FILE = 400_000;
const LARGEST_TOTAL = 2_000_000;

export function createWorkspace(): Workspace {
  const files = new Map<string, string>();
  let total = 0;
  return {
    files,
    write(path, content, replace) {
      const problem = pathProblem(path);
      if (problem !== null) {
        throw templateError(`the file "${path.slice(0, 80)}"`, problem);
      }
      const before = files.get(path);
      if (before !== undefined && !replace) {
        return;
      }
      total += content.length - (before?.length ?? 0);
      if (files.size >= MOST_FILES || content.length > LARGEST_FILE || total > LARGEST_TOTAL) {
        throw templateError(`the file "${path}"`, 'it writes more than a change may hold');
      }
      files.set(path, content);
    },
  };
}
