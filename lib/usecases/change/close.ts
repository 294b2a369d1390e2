import { z } from 'zod';
import { type Change, isReviewable } from '#lib/domain/change/change.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { actOnForge } from '../session/act-on-forge.ts';
import { loadChange } from './advance.ts';
import { forgeRefusal, whoOnForge } from './forge-refusal.ts';
import { saveChange } from './save.ts';

export const CloseChangeInput = z.strictObject({ changeId: z.string().max(100) });

/** Gives a change up: its merge request is closed on the forge with the person's own token. The branch stays. */
export async function closeChange(context: UserContext, input: unknown): Promise<Change> {
  const { services } = context;
  const { changeId } = parseInput(CloseChangeInput, input);
  const subject = { subjectKind: 'change', subjectId: changeId } as const;
  await authorize(context, 'change.close', subject);
  return await services.locks.run(`change:${changeId}`, async () => {
    const change = await loadChange(services, changeId);
    if (!isReviewable(change.phase)) {
      throw new PortalError('conflict', 'Only a change that is under review can be closed.');
    }
    const { forge, host } = await actOnForge(context, 'change.close', subject, change.repository);
    await whoOnForge(services, host, forge, 'close');
    const { iid = 0 } = change.mergeRequest ?? {};
    const request = await forge
      .updateMergeRequest(change.repository.path, iid, { state: 'close' })
      .catch((error: unknown) => {
        throw forgeRefusal(host, 'close', error);
      });
    if (request.state !== 'closed') {
      throw new PortalError('conflict', `It cannot be closed any more: on ${host.name} it is ${request.state}.`, {
        suggestion: 'Its page shows in a moment where it stands.',
      });
    }
    return await saveChange(
      context,
      { ...change, phase: 'closed', problem: null, finishedAt: services.clock.now() },
      { audit: { action: 'change.close', outcome: 'done' } },
    );
  });
}
