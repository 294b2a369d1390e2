import { type Change, type HeadFile, hasEnded } from '#lib/domain/change/change.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { ChangeRepository } from '#lib/ports/store.ts';
import type { Change as Row } from '#prisma/generated/sqlite/client.ts';
import type { Database } from '../client.ts';
import { isUniqueViolation } from '../database-error.ts';
import { fromJson } from '../json-column.ts';
import { updateSeen } from '../versioned.ts';

type Body = Omit<
  Change,
  'id' | 'idempotencyKey' | 'phase' | 'title' | 'repository' | 'slot' | 'createdAt' | 'updatedAt' | 'revision'
>;

function toChange(row: Row): Change {
  return {
    ...fromJson<Body>(row.body),
    id: row.id,
    idempotencyKey: row.idempotencyKey,
    phase: row.phase as Change['phase'],
    title: row.title,
    repository: { forgeId: row.forgeId, path: row.repositoryPath },
    slot: row.slot,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
    revision: row.revision,
  };
}

function toRow(change: Change): Row {
  const { id, idempotencyKey, phase, title, repository, slot, createdAt, updatedAt, revision, ...body } = change;
  return {
    id,
    idempotencyKey,
    activeKey: isFinished(change) ? null : activeKey(repository, slot),
    phase,
    title,
    forgeId: repository.forgeId,
    repositoryPath: repository.path,
    slot,
    iid: body.mergeRequest?.iid ?? null,
    body: JSON.stringify(body),
    requesterId: body.requester.accountId,
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
    revision,
  };
}

/** A slot is free again once its merge request is merged or given up. */
function isFinished({ phase, mergeSha }: Change): boolean {
  return hasEnded(phase) || mergeSha !== null;
}

function activeKey({ forgeId, path }: Change['repository'], slot: string): string {
  return JSON.stringify([forgeId, path, slot]);
}

export function createChangeRepository(db: Database): ChangeRepository {
  const one = async (where: { id: string } | { idempotencyKey: string } | { activeKey: string }) => {
    const row = await db.change.findUnique({ where });
    return row === null ? null : toChange(row);
  };
  return {
    async create(change) {
      try {
        await db.change.create({ data: toRow(change) });
      } catch (error) {
        throw isUniqueViolation(error)
          ? new PortalError('conflict', `Another change is already under way for ${change.slot}.`, {
              cause: error,
            })
          : error;
      }
    },
    async update(change) {
      return await updateSeen(change, (where, next) => db.change.updateMany({ where, data: toRow(next) }), {
        message: 'The change went on while this was being done.',
        suggestion: 'Look at where it stands now, then try again if it is still needed.',
      });
    },
    findById: (id) => one({ id }),
    findByIdempotencyKey: (idempotencyKey) => one({ idempotencyKey }),
    findActiveBySlot: (repository, slot) => one({ activeKey: activeKey(repository, slot) }),
    async findByMergeRequest({ forgeId, path }, iid) {
      const where = { forgeId, repositoryPath: path, iid };
      const row = await db.change.findFirst({ where, orderBy: { createdAt: 'desc' } });
      return row === null ? null : toChange(row);
    },
    async listByPhase(phases) {
      return (await db.change.findMany({ where: { phase: { in: phases } }, orderBy: { createdAt: 'asc' } })).map(
        toChange,
      );
    },
    async countByPhase() {
      const groups = await db.change.groupBy({ by: ['phase'], _count: true });
      return new Map(groups.map(({ phase, _count }) => [phase as Change['phase'], _count]));
    },
    async saveHead(changeId, { sha, files }) {
      const data = { sha, files: JSON.stringify(files) };
      await db.changeHead.upsert({ where: { changeId }, create: { changeId, ...data }, update: data });
    },
    async findHead(changeId) {
      const row = await db.changeHead.findUnique({ where: { changeId } });
      return row === null ? null : { sha: row.sha, files: fromJson<HeadFile[]>(row.files) };
    },
    async titlesOf(ids) {
      const rows = await db.change.findMany({ where: { id: { in: [...ids] } }, select: { id: true, title: true } });
      return new Map(rows.map(({ id, title }) => [id, title]));
    },
    async listRecent(limit) {
      return (await db.change.findMany({ orderBy: { createdAt: 'desc' }, take: limit })).map(toChange);
    },
  };
}
