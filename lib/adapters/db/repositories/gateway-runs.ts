import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { GatewayRun } from '#lib/domain/gateway/run.ts';
import type { GatewayRunRepository } from '#lib/ports/store.ts';
import type { GatewayRun as Row } from '#prisma/generated/sqlite/client.ts';
import type { Database } from '../client.ts';
import { isUniqueViolation } from '../database-error.ts';
import { fromJson } from '../json-column.ts';
import { updateSeen } from '../versioned.ts';

type Body = Omit<GatewayRun, 'id' | 'idempotencyKey' | 'state' | 'changeId' | 'createdAt' | 'updatedAt' | 'revision'>;

function toRun({ id, idempotencyKey, state, changeId, body, createdAt, updatedAt, revision }: Row): GatewayRun {
  return {
    ...fromJson<Body>(body),
    id,
    idempotencyKey,
    state: state as GatewayRun['state'],
    changeId,
    createdAt: createdAt.getTime(),
    updatedAt: updatedAt.getTime(),
    revision,
  };
}

function toRow({ id, idempotencyKey, state, changeId, createdAt, updatedAt, revision, ...body }: GatewayRun): Row {
  return {
    id,
    idempotencyKey,
    state,
    server: body.writer.server,
    requesterId: body.requester.accountId,
    changeId,
    body: JSON.stringify(body),
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
    revision,
  };
}

export function createGatewayRunRepository(db: Database): GatewayRunRepository {
  const one = async (where: { id: string } | { idempotencyKey: string }) => {
    const row = await db.gatewayRun.findUnique({ where });
    return row === null ? null : toRun(row);
  };
  return {
    async create(run) {
      try {
        await db.gatewayRun.create({ data: toRow(run) });
      } catch (error) {
        throw isUniqueViolation(error)
          ? new PortalError('conflict', 'This was asked for already.', { cause: error })
          : error;
      }
    },
    async update(run) {
      return await updateSeen(run, (where, next) => db.gatewayRun.updateMany({ where, data: toRow(next) }), {
        message: 'The request went on while this was being done.',
      });
    },
    findById: (id) => one({ id }),
    findByIdempotencyKey: (idempotencyKey) => one({ idempotencyKey }),
    async findByChange(changeId) {
      const row = await db.gatewayRun.findFirst({
        where: { changeId },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      });
      return row === null ? null : toRun(row);
    },
    async listByState(states) {
      const rows = await db.gatewayRun.findMany({
        where: { state: { in: [...states] } },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      return rows.map(toRun);
    },
    async listRecent(limit) {
      return (await db.gatewayRun.findMany({ orderBy: { createdAt: 'desc' }, take: limit })).map(toRun);
    },
  };
}
