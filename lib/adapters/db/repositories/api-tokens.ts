import type { ApiToken, ApiTokenRepository } from '#lib/ports/store.ts';
import type { ApiToken as Row } from '#prisma/generated/sqlite/client.ts';
import type { Database } from '../client.ts';

function toApiToken({ tokenHash: _, ...row }: Row): ApiToken {
  return {
    ...row,
    createdAt: row.createdAt.getTime(),
    expiresAt: row.expiresAt.getTime(),
    lastUsedAt: row.lastUsedAt?.getTime() ?? null,
  };
}

export function createApiTokenRepository(db: Database): ApiTokenRepository {
  return {
    async create({ createdAt, expiresAt, lastUsedAt, ...token }) {
      await db.apiToken.create({
        data: {
          ...token,
          createdAt: new Date(createdAt),
          expiresAt: new Date(expiresAt),
          lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt),
        },
      });
    },
    async findByTokenHash(tokenHash) {
      const row = await db.apiToken.findUnique({ where: { tokenHash } });
      return row === null ? null : toApiToken(row);
    },
    async touch(id, at) {
      // Many, not one: it may have been revoked meanwhile, and that is no error.
      await db.apiToken.updateMany({ where: { id }, data: { lastUsedAt: new Date(at) } });
    },
    async listByAccount(accountId) {
      return (await db.apiToken.findMany({ where: { accountId }, orderBy: { createdAt: 'desc' } })).map(toApiToken);
    },
    async remove(id, accountId) {
      return (await db.apiToken.deleteMany({ where: { id, accountId } })).count > 0;
    },
    async removeByAccount(accountId) {
      return (await db.apiToken.deleteMany({ where: { accountId } })).count;
    },
    async removeExpired(at) {
      return (await db.apiToken.deleteMany({ where: { expiresAt: { lte: new Date(at) } } })).count;
    },
  };
}
