import 'server-only';
import { z } from 'zod';
import type { UserActor } from '#lib/domain/actor/actor.ts';
import type { Approval } from '#lib/domain/approval/approval.ts';
import { mayApprove, type PolicyState, policiesFor, policyStates } from '#lib/domain/approval/policy.ts';
import { type Change, type HeadFile, isReviewable } from '#lib/domain/change/change.ts';
import { impactOf } from '#lib/domain/change/impact.ts';
import { type ImpactChange, impactChangeOf } from '#lib/domain/change/impact-change.ts';
import type { WorkloadFit } from '#lib/domain/change/preview.ts';
import { type Station, stationsOf } from '#lib/domain/change/stations.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import type { Review } from '#lib/domain/review/review.ts';
import { isSame } from '#lib/domain/value/same.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { Services } from '#lib/portal/context.ts';
import { fitsOf } from '#lib/portal/fits-of.ts';
import { findForge, forgeName } from '#lib/portal/forge-of.ts';
import { linkableForges } from '#lib/portal/linkable-forges.ts';
import { forgeUserIds, linkedAccount } from '#lib/portal/linked-account.ts';
import { defineView } from '../_shared/view.ts';

/** A change as everyone who may see changes sees it. */
export type ChangeData = {
  change: Omit<Change, 'description' | 'files' | 'idempotencyKey'>;
  stations: Station[];
  approvals: Approval[];
  policies: PolicyState[];
  /** Both sides of every file of the head; what the form asked for until the head was looked at. */
  files: HeadFile[];
  /** What the head does to the platform, object by object. */
  impact: ImpactChange;
  /** Whether its pods find room now; null where the nodes are not known, absent once it is past deciding. */
  fit?: WorkloadFit[] | null;
  /** What the author of a merge request that was opened on the forge says of it; '' for all others, whose text is made. */
  words: string;
  /** What a model finds in the head; null where nobody asked. */
  review: Review | null;
  /** Whether a form here may take it back: it went to where changes are made from here. */
  canTakeBack: boolean;
  forge: { name: string; headUrl: string | null; mergeUrl: string | null };
};

/** What this viewer may do with it now; worked out for each viewer, never sent to others. */
export type ChangeAbilities = {
  approve: { allowed: true } | { allowed: false; reason: string };
  /** Whether they act there with an account that they have not linked yet. */
  needsLink: boolean;
};

export const ChangeParams = z.strictObject({ id: z.string().max(100) });

export const changeView = defineView({
  name: 'change',
  params: ChangeParams,
  async read(context, { id }) {
    await authorize(context, 'change.view');
    const { services, actor } = context;
    const position = services.live.position();
    const change = await services.store.changes.findById(id);
    if (change === null) {
      throw new PortalError('not-found', 'There is no such change.');
    }
    const data = await readChangeData(services, change);
    const abilities = await abilitiesOf(services, actor, change);
    return { data: { ...data, abilities }, sources: [services.engine.applications.source], position };
  },
});

async function abilitiesOf(services: Services, actor: UserActor, change: Change): Promise<ChangeAbilities> {
  const host = findForge(services, change.repository)?.host;
  const ids = host === undefined ? [] : await forgeUserIds(services, actor.accountId, host);
  const reviewer = { ...actor, secondLook: true, forgeUserIds: ids };
  const needsLink =
    host !== undefined &&
    linkableForges(services).some((forge) => forge.host === host) &&
    (await linkedAccount(services, actor.accountId, host)) === null;
  return { approve: mayApprove(policiesFor(services.policies, change), change, reviewer), needsLink };
}

export async function readChangeData(services: Services, change: Change): Promise<ChangeData> {
  const { store, policies } = services;
  const host = findForge(services, change.repository)?.host;
  const [approvals, head, review] = await Promise.all([
    store.approvals.listByChange(change.id),
    store.changes.findHead(change.id),
    change.headSha === null ? null : store.reviews.findByVersion('change', change.id, change.headSha),
  ]);
  const files: HeadFile[] =
    head?.files ?? change.files.map(({ path, content }) => ({ path, before: null, after: content }));
  const { description, files: _files, idempotencyKey: _key, ...shown } = change;
  const states = policyStates(policiesFor(policies, change), change, approvals);
  const approvedAt = states.every(({ missing }) => missing === 0)
    ? Math.max(0, ...states.flatMap(({ given }) => given.map(({ at }) => at)))
    : null;
  const commitUrl = (sha: string | null) =>
    host === undefined || sha === null ? null : host.commitUrl(change.repository.path, sha);
  const documentsOf = (side: 'before' | 'after') => files.flatMap((file) => parseManifest(file[side] ?? '').documents);
  const after = documentsOf('after');
  const impact = impactChangeOf(documentsOf('before'), after);
  return {
    change: shown,
    stations: stationsOf(change, approvedAt === 0 ? null : approvedAt),
    approvals,
    policies: states,
    files,
    impact,
    review,
    canTakeBack: isSame(change.repository, services.repository.ref),
    words: change.origin.kind === 'forge' ? description : '',
    ...(isReviewable(change.phase) ? { fit: fitsOf(impactOf(after), services) } : {}),
    forge: {
      name: forgeName(services, change.repository),
      headUrl: commitUrl(change.headSha),
      mergeUrl: commitUrl(change.mergeSha),
    },
  };
}
