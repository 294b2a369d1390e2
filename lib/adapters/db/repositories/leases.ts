import type { LeaseRepository } from '#lib/ports/store.ts';
import type { Database } from '../client.ts';
import { isUniqueViolation } from '../database-error.ts';

export function createLeaseRepository(db: Database): LeaseRepository {
  return {
    async acquire(name, holder, now, durationMs) {
      const expiresAt = new Date(now + durationMs);
      const { count } = await db.lease.updateMany({
        where: { name, OR: [{ holder }, { expiresAt: { lte: new Date(now) } }] },
        data: { holder, expiresAt },
      });
      if (count > 0) {
        return true;
      }
      try {
        await db.lease.create({ data: { name, holder, expiresAt } });
        return true;
      } catch (error) {
        if (isUniqueViolation(error)) {
          return false;
        }
        throw error;
      }
    },
    async release(name, holder) {
      await db.lease.deleteMany({ where: { name, holder } });
    },
  };
}
