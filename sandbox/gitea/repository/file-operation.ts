import type { TreeEntry } from '../../git/tree.ts';
import { unprocessable } from '../rest/api-error.ts';
import { type Fields, listOf, requiredText, textOf } from '../rest/fields.ts';

export type FileOperation = {
  operation: 'create' | 'update' | 'delete';
  path: string;
  content: Buffer;
  /** The blob that is to be changed or deleted. */
  sha: string;
  fromPath: string;
};

const OPERATIONS = ['create', 'update', 'delete'] as const;

/** Reads `files` of a commit. Throws 422. */
export function readOperations(fields: Fields): FileOperation[] {
  const files = listOf(fields, 'files');
  if (files.length === 0) {
    throw unprocessable('[Files]: Required');
  }
  return files.map((raw) => {
    const file = (raw ?? {}) as Fields;
    const operation = OPERATIONS.find((each) => each === file.operation);
    if (operation === undefined) {
      throw unprocessable('[Operation]: In');
    }
    const content = textOf(file, 'content');
    if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(content)) {
      throw unprocessable('illegal base64 data at input byte 0');
    }
    return {
      operation,
      path: requiredText(file, 'path'),
      content: Buffer.from(content, 'base64'),
      sha: textOf(file, 'sha'),
      fromPath: textOf(file, 'from_path'),
    };
  });
}

/** Throws 422 for a path that leaves the repository or is git's own: CleanUploadFileName of services/repository/files. */
export function cleanPath(path: string): string {
  const parts = path.replace(/^\/+/, '').split('/');
  const isBad = parts.some((part) => ['', '.', '..'].includes(part) || part.toLowerCase() === '.git');
  if (isBad || /[\0\n]/.test(path)) {
    throw unprocessable(`path contains a malformed path component [path: ${path}]`);
  }
  return parts.join('/');
}

/** Throws 422 where a new file cannot be put. */
export function refuseInTheWay(files: ReadonlyMap<string, TreeEntry>, path: string): void {
  if (files.has(path)) {
    throw unprocessable(`repository file already exists [path: ${path}]`);
  }
  const parts = path.split('/');
  const above = parts.map((_, index) => parts.slice(0, index).join('/')).find((folder) => files.has(folder));
  if (above !== undefined) {
    throw unprocessable(`a file with the name ${above} exists on the way to ${path}`);
  }
  if ([...files.keys()].some((each) => each.startsWith(`${path}/`))) {
    throw unprocessable(`directory exists with given path [path: ${path}]`);
  }
}
