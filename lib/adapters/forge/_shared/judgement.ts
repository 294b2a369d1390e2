import type { MergeRequest } from '#lib/ports/forge.ts';

/** Whether it can be merged, in the port's word and in one for people, which are those of GitLab: the others have none. */
export type Judgement = Pick<MergeRequest, 'mergeability' | 'mergeStatus'>;

export const CHECKING: Judgement = { mergeability: 'checking', mergeStatus: 'checking' };
export const MERGEABLE: Judgement = { mergeability: 'mergeable', mergeStatus: 'mergeable' };
export const RUNNING: Judgement = { mergeability: 'running', mergeStatus: 'ci_still_running' };

export function blocked(mergeStatus: string): Judgement {
  return { mergeability: 'blocked', mergeStatus };
}

/** What the request itself says: null where it would be merged as far as its own state goes. */
export function ownState({ state, draft }: { state: 'open' | 'closed'; draft: boolean }): Judgement | null {
  if (state !== 'open') {
    return blocked('not_open');
  }
  return draft ? blocked('draft_status') : null;
}
