import type { Account, AccountIdentity, AccountRepository } from '#lib/ports/store.ts';
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

function columnsOf({ username, name, avatarUrl, groups }: AccountIdentity, at: number) {
  return { username, name, avatarUrl, groups: JSON.stringify(groups), lastSignInAt: new Date(at) };
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
      const { issuer, subject } = identity;
      const fresh = { ...columnsOf(identity, at), ownerId: null };
      const before = await db.account.findUnique({ where: { issuer_subject: { issuer, subject } } });
      if (before !== null && before.ownerId !== null) {
        // People sign in with this forge now: what was the person before is an account of theirs, and so is what that had linked.
        const theirs = { OR: [{ id: before.ownerId }, { ownerId: before.ownerId }], NOT: { id: before.id } };
        await db.account.updateMany({ where: theirs, data: { ownerId: before.id } });
      }
      const row = await db.account.upsert({
        where: { issuer_subject: { issuer, subject } },
        create: { id: newId(), issuer, subject, createdAt: new Date(at), ...fresh },
        update: fresh,
      });
      return toAccount(row);
    },
    async link(identity, ownerId, at) {
      const { issuer, subject } = identity;
      const fresh = { ...columnsOf(identity, at), ownerId };
      const mine = { issuer, subject, OR: [{ ownerId: null }, { ownerId }] };
      const { count } = await db.account.updateMany({ where: mine, data: fresh });
      const row = await db.account.findUnique({ where: { issuer_subject: { issuer, subject } } });
      if (row !== null) {
        return count === 0 ? null : toAccount(row);
      }
      const made = { id: newId(), issuer, subject, createdAt: new Date(at), ...fresh };
      return toAccount(await db.account.create({ data: made }));
    },
    async listOwned(ownerId) {
      const rows = await db.account.findMany({
        where: { ownerId },
        orderBy: [{ lastSignInAt: 'desc' }, { id: 'asc' }],
      });
      return rows.map(toAccount);
    },
    async updateGroups(id, groups) {
      await db.account.update({ where: { id }, data: { groups: JSON.stringify(groups) } });
    },
  };
}
