import type { Account, AccountRepository } from '#lib/ports/store.ts';
import type { Account as Row } from '#prisma/generated/sqlite/client.ts';
import type { Database } from '../client.ts';
import { fromJson } from '../json-column.ts';

function toAccount(row: Row): Account {
  return {
    ...row,
    groups: fromJson<string[]>(row.groups),
    createdAt: row.createdAt.getTime(),
    lastSignInAt: row.lastSignInAt.getTime(),
  };
}

export function createAccountRepository(db: Database, newId: () => string): AccountRepository {
  return {
    async findById(id) {
      const row = await db.account.findUnique({ where: { id } });
      return row === null ? null : toAccount(row);
    },
    async findByIdentity(issuer, subject) {
      const row = await db.account.findUnique({ where: { issuer_subject: { issuer, subject } } });
      return row === null ? null : toAccount(row);
    },
    async signIn(identity, at) {
      const { issuer, subject, username, name, avatarUrl, groups } = identity;
      const fresh = { username, name, avatarUrl, groups: JSON.stringify(groups), lastSignInAt: new Date(at) };
      const row = await db.account.upsert({
        where: { issuer_subject: { issuer, subject } },
        create: { id: newId(), issuer, subject, createdAt: new Date(at), ...fresh },
        update: fresh,
      });
      return toAccount(row);
    },
    async updateGroups(id, groups) {
      await db.account.update({ where: { id }, data: { groups: JSON.stringify(groups) } });
    },
  };
}
