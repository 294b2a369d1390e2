import type { Approval } from '#lib/domain/approval/approval.ts';
import type { ApprovalRepository } from '#lib/ports/store.ts';
import type { Approval as Row } from '#prisma/generated/sqlite/client.ts';
import type { Database } from '../client.ts';
import { fromJson } from '../json-column.ts';

function toApproval({ approverId, username, name, groups, ...row }: Row): Approval {
  return {
    ...row,
    approver: { accountId: approverId, username, name },
    groups: fromJson<string[]>(groups),
    at: row.at.getTime(),
    droppedAt: row.droppedAt?.getTime() ?? null,
  };
}

export function createApprovalRepository(db: Database): ApprovalRepository {
  return {
    async create({ approver, groups, at, droppedAt, ...approval }) {
      await db.approval.create({
        data: {
          ...approval,
          approverId: approver.accountId,
          username: approver.username,
          name: approver.name,
          groups: JSON.stringify(groups),
          at: new Date(at),
          droppedAt: droppedAt === null ? null : new Date(droppedAt),
        },
      });
    },
    async listByChange(changeId) {
      return (await db.approval.findMany({ where: { changeId }, orderBy: { at: 'asc' } })).map(toApproval);
    },
    async dropOthers(changeId, { sha, diffHash }, at) {
      const { count } = await db.approval.updateMany({
        where: { changeId, droppedAt: null, NOT: { sha, diffHash } },
        data: { droppedAt: new Date(at) },
      });
      return count;
    },
  };
}
