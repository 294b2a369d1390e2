import type { ApplicationSource } from '../application/application.ts';

const COMMIT = /^[0-9a-f]{40,64}$/;
const VERSION = /^v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/;

/**
 * Whether what a source names stays what it is: a commit, a tag that is a whole version, or one version of a chart. A
 * branch, HEAD and a range of versions move. A tag that is no version looks like a branch, and is taken for one.
 */
export function isPinned({ targetRevision, chart }: Pick<ApplicationSource, 'targetRevision' | 'chart'>): boolean {
  return (
    VERSION.test(targetRevision) ||
    (chart === undefined && (COMMIT.test(targetRevision) || targetRevision.startsWith('refs/tags/')))
  );
}
