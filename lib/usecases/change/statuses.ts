import type { Change } from '#lib/domain/change/change.ts';
import { isClean, overallVerdict } from '#lib/domain/guardrail/guardrail.ts';
import type { PortalContext } from '#lib/portal/context.ts';
import { forgeOf } from '#lib/portal/forge-of.ts';
import { saveChange } from './save.ts';

/** The names that "pipelines must succeed" sees. */
export const GUARDRAILS_STATUS = 'portolan/guardrails';
export const APPROVAL_STATUS = 'portolan/approval';

/** Tells the forge, at the head commit, what the guardrails said and whether the approvals are complete. Once for each news. */
export async function reportStatuses(context: PortalContext, change: Change): Promise<Change> {
  const { headSha, report, origin } = change;
  // What is decided on the forge is not held up from here.
  if (headSha === null || report === null || (origin.kind === 'forge' && origin.isFork)) {
    return change;
  }
  const wanted = {
    sha: headSha,
    guardrails: isClean(report) ? ('success' as const) : ('failed' as const),
    approval: change.phase === 'approved' || change.phase === 'merging' ? ('success' as const) : ('pending' as const),
  };
  const told = change.statuses;
  if (
    told !== null &&
    told.sha === wanted.sha &&
    told.guardrails === wanted.guardrails &&
    told.approval === wanted.approval
  ) {
    return change;
  }
  const { portalUrl } = context.services;
  const { portal } = forgeOf(context.services, change.repository);
  if (origin.kind === 'forge' && told?.sha !== headSha && (await isToldByAnother(context, change, headSha))) {
    return change;
  }
  const targetUrl = `${portalUrl}/changes/${change.id}`;
  const repository = change.repository.path;
  await portal.setStatus(repository, headSha, {
    context: GUARDRAILS_STATUS,
    state: wanted.guardrails,
    description: `Guardrails: ${overallVerdict(report.results)}`,
    targetUrl,
  });
  await portal.setStatus(repository, headSha, {
    context: APPROVAL_STATUS,
    state: wanted.approval,
    description: wanted.approval === 'success' ? 'Approved in Portolan' : 'Waits for approval in Portolan',
    targetUrl,
  });
  return await saveChange(context, { ...change, statuses: wanted });
}

/** Whether another portal, which has a database of its own, tells of this commit already: what it opened is its to decide. */
async function isToldByAnother({ services }: PortalContext, change: Change, sha: string): Promise<boolean> {
  const { portalUrl } = services;
  const statuses = await forgeOf(services, change.repository).portal.statuses(change.repository.path, sha);
  return statuses.some(
    ({ context, targetUrl }) =>
      context === APPROVAL_STATUS && targetUrl !== null && !targetUrl.startsWith(`${portalUrl}/`),
  );
}
