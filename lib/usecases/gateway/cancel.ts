import { z } from 'zod';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { type GatewayRun, isUnderWay } from '#lib/domain/gateway/run.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { saveRun } from './save-run.ts';

export const CancelRunInput = z.strictObject({ runId: z.string().max(100) });

/** Nobody wants it any more: it leaves the line, and a model that writes for it stops. What has ended stays as it ended. */
export async function cancelRun(context: UserContext, input: unknown): Promise<GatewayRun> {
  const { runId } = parseInput(CancelRunInput, input);
  await authorize(context, 'gateway.cancel', { subjectKind: 'gateway-run', subjectId: runId });
  const { services, actor } = context;
  return await services.locks.run(`gateway-run:${runId}`, async () => {
    const run = await services.store.gatewayRuns.findById(runId);
    if (run === null) {
      throw new PortalError('not-found', 'There is no such request.');
    }
    if (run.requester.accountId !== actor.accountId && actor.role !== 'admin') {
      throw new PortalError('not-permitted', `${run.requester.name} asked for this: only they may cancel it.`);
    }
    if (!isUnderWay(run.state) && run.state !== 'draft') {
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
