import 'server-only';
import { type GatewayRun, UNDER_WAY } from '#lib/domain/gateway/run.ts';
import { type GatewayRow, toGatewayRow } from '#lib/domain/gateway/run-row.ts';
import type { Review } from '#lib/domain/review/review.ts';
import type { ReviewRow } from '#lib/portal/gateway.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Store } from '#lib/ports/store.ts';
import { createStoredRows, type StoredRows } from '../stored-rows.ts';

/** More requests than this are looked up by their page, not listed. */
const MOST_ROWS = 200;

/** Of each person at most twenty wait, so that this is everybody's line wherever people are. */
const MOST_UNDER_WAY = 2_000;

/** The newest of what models say of changes and applications, as rows. */
export function createReviewRows(store: Store, clock: Clock, log: Log): StoredRows<Review, ReviewRow> {
  return createStoredRows({
    source: { id: 'portal/reviews', label: 'Reviews by models' },
    list: async () => await store.reviews.listRecent(MOST_ROWS),
    toRow: async ({ id, subjectKind, subjectId, createdAt, revision }) => {
      return { id, subjectKind, subjectId, createdAt, revision };
    },
    clock,
    log,
  });
}

/** The requests to the gateway as rows: the newest, and all that are under way. */
export function createGatewayRows(store: Store, clock: Clock, log: Log): StoredRows<GatewayRun, GatewayRow> {
  return createStoredRows({
    source: { id: 'portal/gateway', label: 'Requests to the AI gateway' },
    list: async () => {
      const [recent, underWay] = await Promise.all([
        store.gatewayRuns.listRecent(MOST_ROWS),
        store.gatewayRuns.listByState(UNDER_WAY),
      ]);
      return [...new Map([...recent, ...underWay.slice(0, MOST_UNDER_WAY)].map((run) => [run.id, run])).values()];
    },
    toRow: async (run) => toGatewayRow(run),
    clock,
    log,
  });
}
