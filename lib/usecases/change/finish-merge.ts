import { formatAnchor } from '#lib/domain/audit/anchor.ts';
import type { Change } from '#lib/domain/change/change.ts';
import { AUDIT_TRAILER, oneLine, withTrailers } from '#lib/domain/change/trailers.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { isClean } from '#lib/domain/guardrail/guardrail.ts';
import type { PortalContext, Services } from '#lib/portal/context.ts';
import { forgeOf } from '#lib/portal/forge-of.ts';
import { watchedOf } from '#lib/portal/watched-repository.ts';
import type { Forge, MergeRequest } from '#lib/ports/forge.ts';
import { userForge } from '../session/user-forge.ts';
import { evaluateHead } from './evaluate-head.ts';
import { recordMerge } from './observe-head.ts';
import { saveChange } from './save.ts';
import { reportStatuses } from './statuses.ts';

/** How long a forge may compute whether branches can be merged before the portal comes back to it later. */
const CHECKING_PATIENCE_MS = 15_000;
const CHECKING_PAUSE_MS = 300;

/**
 * Merges exactly the commit that was approved, as the person who pressed merge. Looks first whether an earlier
 * attempt did it. When the forge refuses, the change goes back to its review with the reason.
 */
export async function finishMerge(context: PortalContext, change: Change): Promise<Change> {
  const { services } = context;
  const { name } = forgeOf(services, change.repository).host;
  const forge = await userForge(services, change.merger?.accountId ?? '', change.repository);
  const repository = change.repository.path;
  const iid = change.mergeRequest?.iid ?? 0;
  const sha = change.headSha ?? '';
  const request = await awaitMergeability(services, () => forge.mergeRequest(repository, iid));
  if (request === null || request.state === 'closed') {
    return await backToReview(context, change, 'The merge request is closed.');
  }
  if (request.state === 'merged') {
    return await recordMerge(context, change, request, { isOurs: await isBy(forge, request) });
  }
  if (request.headSha !== sha) {
    return await backToReview(context, change, 'A new commit arrived after the approval.');
  }
  if (request.targetBranch !== change.targetBranch) {
    return await backToReview(context, change, `The merge request goes to the branch ${request.targetBranch} now.`);
  }
  // The forge may have been gone when the approval was given: as long as it was not told, its pipeline has not ended.
  const told = await reportStatuses(context, change);
  if (told !== change) {
    return await finishMerge(context, told);
  }
  if (request.mergeability === 'checking') {
    return await keepWaiting(context, change, {
      message: `${name} still checks whether it can be merged`,
      suggestion: `It is merged when the check has ended. If it stays like this, look at the merge request on ${name}.`,
    });
  }
  if (request.mergeability === 'running') {
    return await keepWaiting(context, change, {
      message: `The merge waits for the pipeline on ${name}`,
      suggestion: 'It is merged when the pipeline succeeds, and goes back to review when it fails.',
    });
  }
  if (request.mergeability === 'blocked') {
    return await backToReview(context, change, `${name} does not let it be merged: ${inWords(request.mergeStatus)}.`);
  }
  if (!(await bringsTheSame(services, change))) {
    return await backToReview(
      context,
      change,
      `What it brings to ${change.targetBranch} is not what was approved: that branch has moved.`,
    );
  }
  try {
    // Git is kept by many and rewritten by nobody unseen: where the audit log stood stands there as well.
    const [lastRecord] = await services.store.audit.list({ limit: 1 });
    const message = withTrailers(`Merge: ${oneLine(change.title)}`, {
      'Portolan-Change': change.id,
      'Approved-Commit': sha,
      'See-also': request.webUrl,
      ...(lastRecord === undefined ? {} : { [AUDIT_TRAILER]: formatAnchor(lastRecord) }),
    });
    // Somebody's own branch is theirs to remove.
    const removesBranch = change.origin.kind !== 'forge';
    const answer = await forge.merge(repository, iid, { sha, message, removesBranch });
    if (answer.state !== 'merged') {
      // It may merge after it has answered; only what is merged is called so.
      return await keepWaiting(context, change, {
        message: `${name} took the merge and has not merged it yet`,
        suggestion: 'The portal looks again by itself, and merges again where it has to.',
      });
    }
    return await recordMerge(context, change, answer, { isOurs: true });
  } catch (error) {
    // `auth`, although the same token just read: GitLab's 401 is for those who may not merge into the branch, too.
    const refused = error instanceof ExternalError && ['auth', 'conflict', 'invalid', 'forbidden'].includes(error.kind);
    if (!refused) {
      throw error;
    }
    // The answer to an earlier attempt may have been lost.
    const now = await forge.mergeRequest(repository, iid);
    return now?.state === 'merged'
      ? await recordMerge(context, change, now, { isOurs: await isBy(forge, now) })
      : await backToReview(context, change, refusalInWords(change, name, error));
  }
}

/** Whether the head still brings what was approved, and no guardrail minds: the target may have moved since, also backwards. */
async function bringsTheSame(services: Services, change: Change): Promise<boolean> {
  const { snapshots } = watchedOf(services, change);
  snapshots.invalidate();
  const { sha } = await snapshots.head();
  if (sha === change.evaluatedAgainst) {
    return true;
  }
  const { diffHash, report } = await evaluateHead(services, change, change.headSha ?? '');
  return diffHash === change.diffHash && isClean(report);
}

async function awaitMergeability(
  { clock }: PortalContext['services'],
  look: () => Promise<MergeRequest | null>,
): Promise<MergeRequest | null> {
  for (let waitedMs = 0; ; waitedMs += CHECKING_PAUSE_MS) {
    const request = await look();
    if (
      request === null ||
      request.state !== 'opened' ||
      request.mergeability !== 'checking' ||
      waitedMs >= CHECKING_PATIENCE_MS
    ) {
      return request;
    }
    await clock.sleep(CHECKING_PAUSE_MS);
  }
}

/** Whether it was merged as the person who pressed merge here: by an earlier attempt, whose answer was lost. */
async function isBy(forge: Forge, { mergedBy }: MergeRequest): Promise<boolean> {
  return mergedBy === null || mergedBy.id === (await forge.whoAmI()).id;
}

/** Who pressed merge needs not to come back for it: it goes on when what it waits for has ended, or back to review. */
async function keepWaiting(
  context: PortalContext,
  change: Change,
  words: { message: string; suggestion: string },
): Promise<Change> {
  if (change.problem?.message === words.message) {
    return change;
  }
  const wait = { since: context.services.clock.now(), during: 'merging', retrying: true, isWait: true };
  return await saveChange(context, { ...change, problem: { ...wait, ...words } });
}

async function backToReview(context: PortalContext, change: Change, message: string): Promise<Change> {
  const suggestion = 'Look at the merge request, mend what stands in the way, then merge again.';
  return await saveChange(
    context,
    {
      ...change,
      phase: 'open',
      merger: null,
      problem: { since: context.services.clock.now(), during: 'merging', message, suggestion, retrying: false },
    },
    { audit: { action: 'change.merge', outcome: 'failed', detail: { message } } },
  );
}

function refusalInWords({ merger, targetBranch }: Change, forge: string, { kind, words }: ExternalError): string {
  return kind === 'auth' || kind === 'forbidden'
    ? `${forge} does not let ${merger?.name ?? 'this person'} merge into ${targetBranch}.`
    : `${forge} refused the merge: ${words}.`;
}

/** GitLab's words for what blocks a merge, where they say less than a sentence. */
function inWords(status: string): string {
  const words: Record<string, string> = {
    conflict: 'it conflicts with the target branch',
    ci_must_pass: 'its pipeline must succeed first',
    discussions_not_resolved: 'it has discussions that are not resolved',
    draft_status: 'it is a draft',
    need_rebase: 'it must be rebased onto the target branch',
    not_approved: 'it needs more approvals there',
    requested_changes: 'a reviewer asked for changes',
  };
  return words[status] ?? status;
}
