import { z } from 'zod';
import type { Change } from '#lib/domain/change/change.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { GatewayRun } from '#lib/domain/gateway/run.ts';
import { overallVerdict } from '#lib/domain/guardrail/guardrail.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { PortalContext, Services, UserContext } from '#lib/portal/context.ts';
import { forgeOf } from '#lib/portal/forge-of.ts';
import { forgeUserIds } from '#lib/portal/linked-account.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { advanceChange } from '../change/advance.ts';
import { beginChange, updateChange } from '../change/open.ts';
import { withOwnRun, withRun } from './own-run.ts';
import { prepareRun } from './prepare-run.ts';
import { saveRun } from './save-run.ts';

export const OpenRunInput = z.strictObject({ runId: z.string().max(100) });

/** Makes a merge request of a draft. Sent again, it is the same one. */
export async function openRun(context: UserContext, input: unknown): Promise<Change> {
  const { runId } = parseInput(OpenRunInput, input);
  await authorize(context, 'change.open', { subjectKind: 'gateway-run', subjectId: runId });
  return await withOwnRun(context, runId, { verb: 'go on with it' }, async (run) => await openDraft(context, run));
}

/** The same for a request whose draft was to be opened as soon as nothing is wrong with it. */
export async function openByItself(context: PortalContext, runId: string): Promise<void> {
  await withRun(context, runId, async (run) => {
    if (run.state === 'opening') {
      await openDraft(context, run);
    }
  });
}

/** The change of a draft, made where there is none yet: the run's own id finds what an earlier attempt made. */
async function openDraft(context: PortalContext, run: GatewayRun): Promise<Change> {
  const { services, requestId } = context;
  const known = run.changeId ?? (await services.store.changes.findByIdempotencyKey(run.id))?.id;
  const changeId = known ?? (await begin(context, run));
  if (run.state !== 'opened') {
    const finishedAt = services.clock.now();
    await saveRun(context, { ...run, state: 'opened', changeId, problem: null, finishedAt });
  }
  return await advanceChange(services, changeId, requestId);
}

async function begin(context: PortalContext, run: GatewayRun): Promise<string> {
  const { services } = context;
  if ((run.state !== 'draft' && run.state !== 'opening') || run.draft === null) {
    throw new PortalError('conflict', 'There is no draft of this request that could be opened.');
  }
  if (run.draft.problem !== null) {
    throw new PortalError('refused', 'Something is still wrong with this draft.', { suggestion: run.draft.problem });
  }
  const prepared = await prepareRun(services, run, run.draft);
  if (overallVerdict(prepared.report.results) === 'fail') {
    throw new PortalError('refused', 'The guardrails refuse these files.', {
      suggestion: 'Look at the findings beside the draft; each says how to mend it.',
    });
  }
  const active = await services.store.changes.findActiveBySlot(services.repository.ref, prepared.slot);
  if (active !== null && active.id === run.revises && active.origin.kind === 'ai') {
    await demandNobodyElse(services, active, run);
    return await updateChange(context, run.requester, active, prepared);
  }
  if (active !== null) {
    throw new PortalError('conflict', `There is an open change for this name: "${active.title}".`, {
      suggestion:
        run.edits === undefined
          ? 'Choose another name, or look at that change.'
          : 'Wait until that one is decided, or say it otherwise on its page.',
    });
  }
  return await beginChange(context, run.requester, prepared, run.id);
}

/** What comes of the words takes the place of what the branch has: nothing that somebody else has put there. */
async function demandNobodyElse(
  services: Services,
  { contributors, contributorIds, repository }: Change,
  { requester }: GatewayRun,
): Promise<void> {
  const { host } = forgeOf(services, repository);
  const own = await forgeUserIds(services, requester.accountId, host);
  // Where the portal has one user, what it pushes is its own account's.
  const isOther = services.signIn.provider !== null && contributorIds.some((id) => !own.includes(id));
  if (isOther) {
    // Names change hands, so of those who pushed it is not said here which of them somebody else is.
    throw new PortalError(
      'conflict',
      `Not you alone pushed to this merge request (${contributors.join(', ')}), and what others did would be written over.`,
      { suggestion: 'Have it merged or closed first, or change its branch by hand.' },
    );
  }
}
