import { useState } from 'react';

/**
 * The commit that the person has in sight. The page follows the branch by itself, so that a commit which arrives while
 * somebody reads has to be taken note of before they can decide: nobody approves what they did not see.
 */
export function useSeenCommit(headSha: string | null): { seenSha: string | null; takeNote: () => void } {
  const [seenSha, setSeen] = useState(headSha);
  if (seenSha === null && headSha !== null) {
    setSeen(headSha);
  }
  return { seenSha, takeNote: () => setSeen(headSha) };
}
