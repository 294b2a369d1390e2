import type { CredentialRepository } from '#lib/ports/store.ts';
import type { Cipher } from '../cipher.ts';
import type { Database } from '../client.ts';

export function createCredentialRepository(db: Database, cipher: Cipher): CredentialRepository {
  return {
    async find(accountId) {
      const row = await db.credential.findUnique({ where: { accountId } });
      const accessToken = row === null ? null : cipher.open(row.accessToken, `access:${accountId}`);
      if (row === null || accessToken === null) {
        // What another key sealed is lost: it is as if there were none, and the person signs in again.
        return null;
      }
      const refreshToken = row.refreshToken === null ? null : cipher.open(row.refreshToken, `refresh:${accountId}`);
      return { accountId, accessToken, refreshToken, expiresAt: row.expiresAt?.getTime() ?? null };
    },
    async save({ accountId, accessToken, refreshToken, expiresAt }) {
      const data = {
        accessToken: cipher.seal(accessToken, `access:${accountId}`),
        refreshToken: refreshToken === null ? null : cipher.seal(refreshToken, `refresh:${accountId}`),
        expiresAt: expiresAt === null ? null : new Date(expiresAt),
      };
      await db.credential.upsert({ where: { accountId }, create: { accountId, ...data }, update: data });
    },
    async remove(accountId) {
      await db.credential.deleteMany({ where: { accountId } });
    },
  };
}
