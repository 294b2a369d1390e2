import { z } from 'zod';
import { type GatewayRun, isUnderWay } from '#lib/domain/gateway/run.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { withOwnRun } from './own-run.ts';
import { saveRun } from './save-run.ts';

export const CancelRunInput = z.strictObject({ runId: z.string().max(100) });

/** Nobody wants it any more: it leaves the line, and a model that writes for it stops. What has ended stays as it ended. */
export async function cancelRun(context: UserContext, input: unknown): Promise<GatewayRun> {
  const { runId } = parseInput(CancelRunInput, input);
  await authorize(context, 'gateway.cancel', { subjectKind: 'gateway-run', subjectId: runId });
  const { services, actor } = context;
  return await withOwnRun(context, runId, { verb: 'cancel it', isOthers: actor.role === 'admin' }, async (run) => {
    // Of what is being opened the merge request may be there already.
    if (run.state === 'opening' || (!isUnderWay(run.state) && run.state !== 'draft')) {
      return run;
    }
    const cancelled = await saveRun(
      context,
      { ...run, state: 'cancelled', problem: null, finishedAt: services.clock.now() },
      { action: 'gateway.cancel', outcome: 'done' },
    );
    services.gateway?.cancel(runId);
    return cancelled;
  });
}
