import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Review } from '#lib/domain/review/review.ts';
import type { ReviewRepository } from '#lib/ports/store.ts';
import type { ChangeReview as Row } from '#prisma/generated/sqlite/client.ts';
import type { Database } from '../client.ts';
import { isUniqueViolation } from '../database-error.ts';
import { fromJson } from '../json-column.ts';
import { updateSeen } from '../versioned.ts';

type Body = Omit<Review, 'id' | 'changeId' | 'headSha' | 'state' | 'createdAt' | 'updatedAt' | 'revision'>;

function toReview({ body, state, createdAt, updatedAt, ...row }: Row): Review {
  return {
    ...fromJson<Body>(body),
    ...row,
    state: state as Review['state'],
    createdAt: createdAt.getTime(),
    updatedAt: updatedAt.getTime(),
  };
}

function toRow({ id, changeId, headSha, state, createdAt, updatedAt, revision, ...body }: Review): Row {
  return {
    id,
    changeId,
    headSha,
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
        await db.changeReview.create({ data: toRow(review) });
      } catch (error) {
        throw isUniqueViolation(error)
          ? new PortalError('conflict', 'A review of this commit was asked for already.', { cause: error })
          : error;
      }
    },
    async update(review) {
      return await updateSeen(review, (where, next) => db.changeReview.updateMany({ where, data: toRow(next) }), {
        message: 'The review went on while this was being done.',
      });
    },
    async findById(id) {
      const row = await db.changeReview.findUnique({ where: { id } });
      return row === null ? null : toReview(row);
    },
    async findByHead(changeId, headSha) {
      const row = await db.changeReview.findUnique({ where: { changeId_headSha: { changeId, headSha } } });
      return row === null ? null : toReview(row);
    },
    async listRecent(limit) {
      return (await db.changeReview.findMany({ orderBy: { createdAt: 'desc' }, take: limit })).map(toReview);
    },
    async listByState(states) {
      const rows = await db.changeReview.findMany({
        where: { state: { in: [...states] } },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      return rows.map(toReview);
    },
  };
}
