import type { LeaseRepository } from '#lib/ports/store.ts';
import type { Database } from '../client.ts';
import { isUniqueViolation } from '../database-error.ts';

/** Those who ask at once have read the time one after the other. */
const SLACK_MS = 60_000;

/**
 * @param nowHere the time of whoever all holders share, so that none of their own clocks counts; null where there is one
 * holder, whose clock does
 */
export function createLeaseRepository(db: Database, nowHere: (() => Promise<number>) | null): LeaseRepository {
  return {
    async acquire(name, holder, ownNow, durationMs) {
      const now = nowHere === null ? ownNow : await nowHere();
      const expiresAt = new Date(now + durationMs);
      const tooFar = new Date(now + durationMs + SLACK_MS);
      const { count } = await db.lease.updateMany({
        // One that ends later than any that is taken now was taken before the clock was set back.
        where: { name, OR: [{ holder }, { expiresAt: { lte: new Date(now) } }, { expiresAt: { gt: tooFar } }] },
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
