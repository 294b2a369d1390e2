import { isApproved } from '#lib/domain/approval/policy.ts';
import { type Change, standingObjections } from '#lib/domain/change/change.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { isClean } from '#lib/domain/guardrail/guardrail.ts';
import { isSame } from '#lib/domain/value/same.ts';
import type { PortalContext } from '#lib/portal/context.ts';
import { forgeName, forgeOf } from '#lib/portal/forge-of.ts';
import { watchedOf } from '#lib/portal/watched-repository.ts';
import type { MergeRequest } from '#lib/ports/forge.ts';
import { factsOf, personOf } from './adopt.ts';
import { evaluateHead } from './evaluate-head.ts';
import { saveChange } from './save.ts';
import { standingStates } from './standing-approvals.ts';
import { reportStatuses } from './statuses.ts';

/**
 * Looks at the merge request as it is now and brings the change up to it: closed, merged by somebody, or with a new
 * head or over another target, which runs the guardrails again and drops the approvals of anything else. Then tells the forge where the change stands.
 */
export async function observeHead(context: PortalContext, known: Change): Promise<Change> {
  const { services } = context;
  const iid = known.mergeRequest?.iid ?? 0;
  const request = await forgeOf(services, known.repository).portal.mergeRequest(known.repository.path, iid);
  if (request === null) {
    throw new PortalError(
      'not-found',
      `The merge request !${iid} is not there any more, or the portal may not see it.`,
      {
        suggestion: `Look for it on ${forgeName(services, known.repository)}, and at the rights of the portal's own account there. The portal looks again by itself.`,
      },
    );
  }
  if (request.state === 'merged' || request.state === 'closed') {
    return await recordEnd(context, known, request);
  }
  const { sha: target } = await watchedOf(services, known).snapshots.head();
  const change = await withFacts(context, known, request);
  const evaluated =
    change.report !== null &&
    change.report.sha === request.headSha &&
    // An older portal looked at it, which did not say what a reviewer must not miss.
    change.report.notices !== undefined &&
    change.headSha === request.headSha &&
    change.evaluatedAgainst === target;
  const current = evaluated ? change : await recordHead(context, change, request);
  return await reportStatuses(context, await settlePhase(context, current));
}

/** The author of what was opened on the forge may say other things of it there at any time. */
async function withFacts(context: PortalContext, change: Change, request: MergeRequest): Promise<Change> {
  if (change.origin.kind !== 'forge') {
    return change;
  }
  // Its author may have signed in here, or linked the account, since it was seen first.
  const { host } = forgeOf(context.services, change.repository);
  const requester = await personOf(context.services, host, request.author);
  const next = { ...change, ...factsOf(request), requester };
  return isSame(next, change) ? change : await saveChange(context, next);
}

/** Takes note of a merge request that others merged or closed. */
export async function recordEnd(context: PortalContext, change: Change, request: MergeRequest): Promise<Change> {
  const { clock } = context.services;
  return request.state === 'merged'
    ? await recordMerge(context, change, request, { isOurs: false })
    : await saveChange(
        context,
        { ...change, phase: 'closed', problem: null, finishedAt: clock.now() },
        {
          audit: {
            action: 'change.close',
            outcome: 'done',
            detail: { where: forgeName(context.services, change.repository) },
          },
        },
      );
}

async function recordHead(context: PortalContext, change: Change, request: MergeRequest): Promise<Change> {
  const { files, ...seen } = await evaluateHead(context.services, change, request.headSha);
  const moved = change.headSha !== null && change.headSha !== request.headSha;
  const phase = moved || change.diffHash !== seen.diffHash ? 'open' : change.phase;
  return await saveChange(
    context,
    { ...change, ...seen, headSha: request.headSha, problem: moved ? null : change.problem, phase },
    {
      ...(moved
        ? {
            audit: {
              action: 'change.head-moved',
              outcome: 'done',
              detail: { from: change.headSha, to: request.headSha },
            },
          }
        : {}),
      also: async ({ approvals, changes }) => {
        await changes.saveHead(change.id, { sha: request.headSha, files });
        await approvals.dropOthers(
          change.id,
          { sha: request.headSha, diffHash: seen.diffHash },
          context.services.clock.now(),
        );
      },
    },
  );
}

/** Approved is a change whose head has every approval and whose guardrails all ran and passed. */
async function settlePhase(context: PortalContext, change: Change): Promise<Change> {
  const approved = isApproved(await standingStates(context.services, change));
  const isReady = change.origin.kind !== 'forge' || !change.origin.isDraft;
  const isAgreed = approved && standingObjections(change).length === 0;
  const phase = isAgreed && isReady && change.report !== null && isClean(change.report) ? 'approved' : 'open';
  // Why a merge was refused stays to be read until somebody tries again or the head moves.
  const problem = change.problem?.during === 'merging' ? change.problem : null;
  if (phase === change.phase && problem === change.problem) {
    return change;
  }
  return await saveChange(context, { ...change, phase, problem });
}

/** Takes note of a merge: ours, or one that somebody made past the portal. Then nobody merged it here. */
export async function recordMerge(
  context: PortalContext,
  change: Change,
  request: MergeRequest,
  { isOurs }: { isOurs: boolean },
): Promise<Change> {
  const { services } = context;
  if (request.targetBranch !== change.targetBranch) {
    return await recordMergeElsewhere(context, change, request);
  }
  const ours = isOurs && request.headSha === change.headSha;
  // Also where it is not watched any more: people are told to decide on the forge.
  services.watched.find(({ ref }) => isSame(ref, change.repository))?.snapshots.invalidate();
  return await saveChange(
    context,
    {
      ...change,
      phase: 'merged',
      problem: null,
      merger: ours ? change.merger : null,
      headSha: request.headSha === '' ? change.headSha : request.headSha,
      mergeSha: request.mergeSha,
      mergedAt: request.mergedAt ?? services.clock.now(),
    },
    {
      audit: {
        action: 'change.merged',
        outcome: 'done',
        detail: {
          sha: request.mergeSha,
          by: request.mergedBy?.username ?? null,
          ...(ours ? {} : { past: 'the portal' }),
        },
      },
    },
  );
}

/** Its commits are on a branch that nobody asked for, and not where they were to go. */
async function recordMergeElsewhere(
  context: PortalContext,
  change: Change,
  { targetBranch }: MergeRequest,
): Promise<Change> {
  const now = context.services.clock.now();
  const message = `The merge request was merged into ${targetBranch}, not into ${change.targetBranch}.`;
  const suggestion = 'Send the form again; it makes a new merge request.';
  return await saveChange(
    context,
    {
      ...change,
      phase: 'failed',
      finishedAt: now,
      problem: { since: now, during: 'merging', message, suggestion, retrying: false },
    },
    { audit: { action: 'change.failed', outcome: 'failed', detail: { message } } },
  );
}
