import { useState } from 'react';
import type { ChangeData } from '#lib/views/change/read.ts';

/** A commit, and what it brings over the target branch as that was then. */
export type SeenCommit = { sha: string; diffHash: string | null };

type Head = Pick<ChangeData['change'], 'headSha' | 'diffHash'>;

/**
 * The commit that the person has in sight. The page follows the branch by itself, so that a commit which arrives while
 * somebody reads has to be taken note of before they can decide, and so has a target that moved so that the same commit
 * brings other things: nobody approves what they did not see.
 */
export function useSeenCommit({ headSha, diffHash }: Head): { seen: SeenCommit | null; takeNote: () => void } {
  const now = headSha === null ? null : { sha: headSha, diffHash };
  const [seen, setSeen] = useState(now);
  if (seen === null && now !== null) {
    setSeen(now);
  }
  return { seen, takeNote: () => setSeen(now) };
}

/** What is there now that the person has not seen; null where they have seen it. */
export function unseenOf(seen: SeenCommit | null, { headSha, diffHash }: Head): 'commit' | 'diff' | null {
  if (headSha !== (seen?.sha ?? null)) {
    return 'commit';
  }
  return diffHash === (seen?.diffHash ?? null) ? null : 'diff';
}
