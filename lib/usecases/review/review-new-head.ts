import { type Change, isReviewable, type Person } from '#lib/domain/change/change.ts';
import type { PortalContext } from '#lib/portal/context.ts';
import { beginReview } from './begin.ts';

const PORTAL: Person = { accountId: '', username: 'portolan', name: 'Portolan' };

/**
 * Has a model look at the newest commit of a change that is under review, where the configuration wants that of every one. Each
 * commit is put into the line once: what failed is for a person to try again. Drafts, and what comes from another repository, are not looked at.
 */
export async function reviewNewHead(context: PortalContext, change: Change): Promise<void> {
  const { gateway, store } = context.services;
  const { id, headSha, phase, origin } = change;
  // A fork's commits are pushed by anybody: a person asks for those.
  const isUnasked = origin.kind === 'forge' && (origin.isDraft || origin.isFork);
  if (gateway?.reviews !== 'every' || headSha === null || !isReviewable(phase) || isUnasked) {
    return;
  }
  if ((await store.reviews.findByVersion('change', id, headSha)) === null) {
    const of = { subjectKind: 'change', subjectId: id, version: headSha } as const;
    await beginReview(context, PORTAL, { ...of, server: undefined, model: undefined });
  }
}
