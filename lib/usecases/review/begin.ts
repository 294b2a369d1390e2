import type { Person } from '#lib/domain/change/change.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { promptHash } from '#lib/domain/gateway/origin.ts';
import type { Review } from '#lib/domain/review/review.ts';
import type { PortalContext, UserContext } from '#lib/portal/context.ts';
import { requireGateway } from '#lib/portal/gateway.ts';
import { recordAudit } from '#lib/portal/record-audit.ts';
import { writerFor } from '../gateway/choose-writer.ts';
import { saveReview } from './save-review.ts';

const MOST_WAITING_OF_ONE = 20;

/** What a model is to be asked about, and who of them. */
export type BeginReview = Pick<Review, 'subjectKind' | 'subjectId' | 'version' | 'shown'> & {
  server: string | undefined;
  model: string | undefined;
};

/** Puts a question to a model into the line: of one version of something once, unless that failed. */
export async function beginReview(context: PortalContext, requester: Person, asked: BeginReview): Promise<Review> {
  const { services } = context;
  const { nudge, reviewUpdated } = requireGateway(services);
  const { subjectKind, subjectId, version, shown, server, model } = asked;
  const known = await services.store.reviews.findByVersion(subjectKind, subjectId, version);
  if (known !== null && known.state !== 'failed') {
    return known;
  }
  await demandRoom(services, requester);
  const now = services.clock.now();
  const review: Review = {
    id: known?.id ?? services.newId(),
    subjectKind,
    subjectId,
    version,
    ...(shown === undefined ? {} : { shown }),
    state: 'queued',
    requester,
    // The same version has the same seed, so that a model says the same again.
    writer: await writerFor(services, { server, model, seedOf: promptHash(version) }),
    summary: '',
    issues: [],
    unseen: [],
    problem: null,
    notedAt: null,
    createdAt: now,
    updatedAt: now,
    revision: known?.revision ?? 0,
  };
  const detail = { review: review.id, version, model: review.writer.model };
  if (known !== null) {
    return await saveReview(context, review, { action: 'gateway.ask', outcome: 'intent', detail });
  }
  try {
    await services.store.transaction(async (repositories) => {
      await repositories.reviews.create(review);
      await recordAudit(context, repositories, {
        action: 'gateway.ask',
        subjectKind,
        subjectId,
        outcome: 'intent',
        detail,
      });
    });
  } catch (error) {
    // Another portal, or this one by itself, may have asked in the same moment: then that one is it.
    const twin = await services.store.reviews.findByVersion(subjectKind, subjectId, version);
    if (twin === null) {
      throw error;
    }
    return twin;
  }
  reviewUpdated(review);
  nudge();
  return review;
}

/** Of one person so many wait at most, like requests in words. The portal itself asks of each commit once. */
async function demandRoom({ store }: PortalContext['services'], { accountId }: Person): Promise<void> {
  const waiting = accountId === '' ? [] : await store.reviews.listByState(['queued', 'writing']);
  const own = waiting.filter(({ requester }) => requester.accountId === accountId).length;
  if (own >= MOST_WAITING_OF_ONE) {
    throw new PortalError('rate-limited', `${own} of your questions wait already.`, {
      suggestion: 'Wait for one of them.',
      retryAfterSeconds: 30,
    });
  }
}

export function personOf({ actor: { accountId, username, name } }: UserContext): Person {
  return { accountId, username, name };
}
