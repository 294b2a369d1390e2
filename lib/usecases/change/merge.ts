import { z } from 'zod';
import { isApproved } from '#lib/domain/approval/policy.ts';
import { type Change, standingObjections } from '#lib/domain/change/change.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { watchedOf } from '#lib/portal/watched-repository.ts';
import { actOnForge } from '../session/act-on-forge.ts';
import { advanceChange, loadChange } from './advance.ts';
import { assertReviewable } from './approve.ts';
import { saveChange } from './save.ts';
import { standingStates } from './standing-approvals.ts';

export const MergeChangeInput = z.strictObject({
  changeId: z.string().max(100),
  /** The commit the person looked at. */
  sha: z.string().regex(/^[0-9a-f]{40,64}$/),
});

/**
 * Merges one commit that has every approval, with the person's own token. What the forge holds is looked at right
 * before, and the merge is bound to the commit, so nothing can slip in between.
 */
export async function mergeChange(context: UserContext, input: unknown): Promise<Change> {
  const { services } = context;
  const { changeId, sha } = parseInput(MergeChangeInput, input);
  const subject = { subjectKind: 'change', subjectId: changeId } as const;
  await authorize(context, 'change.merge', subject);
  watchedOf(services, await loadChange(services, changeId)).snapshots.invalidate();
  await advanceChange(services, changeId, context.requestId);
  await services.locks.run(`change:${changeId}`, async () => {
    const change = await loadChange(services, changeId);
    assertReviewable(change, sha);
    const states = await standingStates(services, change);
    if (!isApproved(states)) {
      const missing = states.map(({ missing: count }) => count).reduce((most, count) => Math.max(most, count), 0);
      throw new PortalError(
        'refused',
        `This commit still needs ${missing === 1 ? 'an approval' : `${missing} approvals`}.`,
      );
    }
    const [objection] = standingObjections(change);
    if (objection !== undefined) {
      throw new PortalError('refused', `${objection.by.name} asks for changes of this commit.`, {
        suggestion: 'Push what is asked for, or ask them to approve it as it is.',
      });
    }
    // Fails here, not later, when the person has to sign in again.
    const { actor } = await actOnForge(context, 'change.merge', subject, change.repository);
    await saveChange(
      context,
      {
        ...change,
        phase: 'merging',
        problem: null,
        merger: { accountId: actor.accountId, username: actor.username, name: actor.name },
      },
      { audit: { action: 'change.merge', outcome: 'intent', detail: { sha } } },
    );
  });
  return await advanceChange(services, changeId, context.requestId);
}
