import type { Credential, CredentialRepository } from '#lib/ports/store.ts';
import type { Cipher } from '../cipher.ts';
import type { Database } from '../client.ts';

export function createCredentialRepository(db: Database, cipher: Cipher): CredentialRepository {
  const seal = ({ accountId, accessToken, refreshToken, expiresAt }: Credential) => ({
    accessToken: cipher.seal(accessToken, `access:${accountId}`),
    refreshToken: refreshToken === null ? null : cipher.seal(refreshToken, `refresh:${accountId}`),
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
  });

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
    async save(credential) {
      const { accountId } = credential;
      const data = seal(credential);
      await db.credential.upsert({ where: { accountId }, create: { accountId, ...data }, update: data });
    },
    async replace(read, next) {
      const { accountId } = read;
      const row = await db.credential.findUnique({ where: { accountId } });
      if (row === null || cipher.open(row.accessToken, `access:${accountId}`) !== read.accessToken) {
        return false;
      }
      // No token is sealed to the same text twice: where the text is the same, nobody has written since.
      const where = { accountId, accessToken: row.accessToken };
      const { count } = await (next === null
        ? db.credential.deleteMany({ where })
        : db.credential.updateMany({ where, data: seal(next) }));
      return count > 0;
    },
    async remove(accountId) {
      await db.credential.deleteMany({ where: { accountId } });
    },
  };
}
