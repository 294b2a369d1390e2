import type { PullRecord } from '../state/model.ts';

/** `WORK_IN_PROGRESS_PREFIXES` of a Gitea that nobody configured; `Draft:` is in Forgejo's. */
const PREFIXES = ['wip:', '[wip]', 'draft:'];

/** Said by the title alone. */
export function isWorkInProgress({ title }: Pick<PullRecord, 'title'>): boolean {
  return PREFIXES.some((prefix) => title.trimStart().toLowerCase().startsWith(prefix));
}
