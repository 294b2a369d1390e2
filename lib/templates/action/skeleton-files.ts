import type { Template } from '#lib/domain/template/template.ts';
import { templateError } from '../template-error.ts';

/**
 * The files below a folder of the template, by their path in it. `url` is relative to template.yaml; anything else is refused: a run
 * fetches nothing from elsewhere.
 */
export function skeletonFiles(template: Template, url: unknown, action: string): [path: string, content: string][] {
  const folder = typeof url === 'string' ? folderOf(url) : null;
  if (folder === null) {
    throw templateError(action, 'url must be a folder of the template itself, such as ./skeleton');
  }
  const prefix = folder === '' ? '' : `${folder}/`;
  const files = [...template.skeleton].filter(([path]) => path.startsWith(prefix));
  if (files.length === 0) {
    throw templateError(action, `the template has no folder "${folder.slice(0, 80)}"`);
  }
  return files.map(([path, content]) => [path.slice(prefix.length), content]);
}

/** `./a/b/` is `a/b`; null for addresses, absolute paths and paths that climb. */
function folderOf(url: string): string | null {
  if (url.includes(':') || url.startsWith('/') || url.includes('\\')) {
    return null;
  }
  const parts = url.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') ? null : parts.join('/');
}

/** Puts a path below `targetPath`, which is the root when it is not given. */
export function joinTarget(targetPath: unknown, path: string, action: string): string {
  const given = targetPath ?? '';
  // A lone expression may come out as a number.
  const folder = typeof given === 'string' || typeof given === 'number' ? folderOf(String(given)) : null;
  if (folder === null) {
    throw templateError(action, 'targetPath must be a folder within the repository');
  }
  return folder === '' ? path : `${folder}/${path}`;
}
