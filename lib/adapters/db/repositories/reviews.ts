import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Review } from '#lib/domain/review/review.ts';
import type { ReviewRepository } from '#lib/ports/store.ts';
import type { Review as Row } from '#prisma/generated/sqlite/client.ts';
import type { Database } from '../client.ts';
import { isUniqueViolation } from '../database-error.ts';
import { fromJson } from '../json-column.ts';
import { updateSeen } from '../versioned.ts';

type Body = Omit<Review, keyof Row>;

function toReview({ body, state, subjectKind, createdAt, updatedAt, ...row }: Row): Review {
  return {
    ...fromJson<Body>(body),
    ...row,
    subjectKind: subjectKind as Review['subjectKind'],
    state: state as Review['state'],
    createdAt: createdAt.getTime(),
    updatedAt: updatedAt.getTime(),
  };
}

function toRow(review: Review): Row {
  const { id, subjectKind, subjectId, version, state, createdAt, updatedAt, revision, ...body } = review;
  return {
    id,
    subjectKind,
    subjectId,
    version,
    state,
    body: JSON.stringify(body),
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
    revision,
  };
}

export function createReviewRepository(db: Database): ReviewRepository {
  return {
    async create(review) {
      try {
        await db.review.create({ data: toRow(review) });
      } catch (error) {
        throw isUniqueViolation(error)
          ? new PortalError('conflict', 'This was asked for already.', { cause: error })
          : error;
      }
    },
    async update(review) {
      return await updateSeen(review, (where, next) => db.review.updateMany({ where, data: toRow(next) }), {
        message: 'The review went on while this was being done.',
      });
    },
    async findById(id) {
      const row = await db.review.findUnique({ where: { id } });
      return row === null ? null : toReview(row);
    },
    async findByVersion(subjectKind, subjectId, version) {
      const of = { subjectKind, subjectId, version };
      const row = await db.review.findUnique({ where: { subjectKind_subjectId_version: of } });
      return row === null ? null : toReview(row);
    },
    async findNewest(subjectKind, subjectId) {
      const row = await db.review.findFirst({ where: { subjectKind, subjectId }, orderBy: { createdAt: 'desc' } });
      return row === null ? null : toReview(row);
    },
    async listRecent(limit) {
      return (await db.review.findMany({ orderBy: { createdAt: 'desc' }, take: limit })).map(toReview);
    },
    async removeExplanations(before) {
      const where = { subjectKind: 'application', updatedAt: { lt: new Date(before) } };
      return (await db.review.deleteMany({ where })).count;
    },
    async listByState(states) {
      const rows = await db.review.findMany({
        where: { state: { in: [...states] } },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      return rows.map(toReview);
    },
  };
}
