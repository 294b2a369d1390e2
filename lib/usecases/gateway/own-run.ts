import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { GatewayRun } from '#lib/domain/gateway/run.ts';
import type { PortalContext, UserContext } from '#lib/portal/context.ts';

/** Does something with a request while nobody else does anything with it. */
export async function withRun<Result>(
  { services }: PortalContext,
  runId: string,
  act: (run: GatewayRun) => Promise<Result>,
): Promise<Result> {
  return await services.locks.run(`gateway-run:${runId}`, async () => {
    const run = await services.store.gatewayRuns.findById(runId);
    if (run === null) {
      throw new PortalError('not-found', 'There is no such request.');
    }
    return await act(run);
  });
}

/** The same by a person: what somebody else asked for is theirs, unless `isOthers` allows it. */
export async function withOwnRun<Result>(
  context: UserContext,
  runId: string,
  { verb, isOthers = false }: { verb: string; isOthers?: boolean },
  act: (run: GatewayRun) => Promise<Result>,
): Promise<Result> {
  return await withRun(context, runId, async (run) => {
    if (run.requester.accountId !== context.actor.accountId && !isOthers) {
      throw new PortalError('not-permitted', `${run.requester.name} asked for this: only they may ${verb}.`);
    }
    return await act(run);
  });
}
