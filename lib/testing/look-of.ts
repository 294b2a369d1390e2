import type { Change } from '#lib/domain/change/change.ts';

/** What somebody approves who has this change before them: its commit, and what that brings. */
export const lookOf = ({ id, headSha, diffHash }: Pick<Change, 'id' | 'headSha' | 'diffHash'>) => ({
  changeId: id,
  sha: headSha,
  diffHash,
});
