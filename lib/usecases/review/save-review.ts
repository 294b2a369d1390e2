import type { AuditEntry } from '#lib/domain/audit/audit.ts';
import type { Review } from '#lib/domain/review/review.ts';
import type { PortalContext } from '#lib/portal/context.ts';
import { recordAudit } from '#lib/portal/record-audit.ts';

type ReviewAudit = Pick<AuditEntry, 'action' | 'outcome' | 'detail'>;

/** Writes the next state of a review and what the audit log says of it, together. */
export async function saveReview(context: PortalContext, next: Review, audit?: ReviewAudit): Promise<Review> {
  const { store, clock, gateway } = context.services;
  const written = await store.transaction(async (repositories) => {
    const saved = await repositories.reviews.update({ ...next, updatedAt: clock.now() });
    if (audit !== undefined) {
      await recordAudit(context, repositories, { subjectKind: next.subjectKind, subjectId: next.subjectId, ...audit });
    }
    return saved;
  });
  gateway?.reviewUpdated(written);
  gateway?.nudge();
  return written;
}
