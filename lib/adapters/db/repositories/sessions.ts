import type { Session, SessionRepository } from '#lib/ports/store.ts';
import type { Session as Row } from '#prisma/generated/sqlite/client.ts';
import type { Database } from '../client.ts';

function toSession({ tokenHash: _, ...row }: Row): Session {
  return {
    ...row,
    createdAt: row.createdAt.getTime(),
    lastSeenAt: row.lastSeenAt.getTime(),
    expiresAt: row.expiresAt.getTime(),
  };
}

export function createSessionRepository(db: Database): SessionRepository {
  return {
    async create({ createdAt, lastSeenAt, expiresAt, ...session }) {
      await db.session.create({
        data: {
          ...session,
          createdAt: new Date(createdAt),
          lastSeenAt: new Date(lastSeenAt),
          expiresAt: new Date(expiresAt),
        },
      });
    },
    async findByTokenHash(tokenHash) {
      const row = await db.session.findUnique({ where: { tokenHash } });
      return row === null ? null : toSession(row);
    },
    async touch(id, at, expiresAt) {
      // Many, not one: the session may have been ended meanwhile, and that is no error.
      await db.session.updateMany({
        where: { id },
        data: { lastSeenAt: new Date(at), expiresAt: new Date(expiresAt) },
      });
    },
    async listByAccount(accountId) {
      return (await db.session.findMany({ where: { accountId }, orderBy: { lastSeenAt: 'desc' } })).map(toSession);
    },
    async remove(id) {
      await db.session.deleteMany({ where: { id } });
    },
    async removeByAccount(accountId) {
      const ids = (await db.session.findMany({ where: { accountId }, select: { id: true } })).map(({ id }) => id);
      await db.session.deleteMany({ where: { id: { in: ids } } });
      return ids;
    },
    async removeExpired(at) {
      const before = { expiresAt: { lte: new Date(at) } };
      await db.pendingSignIn.deleteMany({ where: before });
      return (await db.session.deleteMany({ where: before })).count;
    },
    async savePending({ expiresAt, ...pending }) {
      await db.pendingSignIn.create({ data: { ...pending, expiresAt: new Date(expiresAt) } });
    },
    async takePending(state) {
      const row = await db.pendingSignIn.findUnique({ where: { state } });
      // Whoever deletes the row has it: of two callbacks with one state, one finds nothing.
      const { count } = await db.pendingSignIn.deleteMany({ where: { state } });
      return row === null || count === 0 ? null : { ...row, expiresAt: row.expiresAt.getTime() };
    },
  };
}
