import 'server-only';
import type { ApprovalPolicy } from '#lib/domain/approval/approval.ts';
import type { Change } from '#lib/domain/change/change.ts';
import { type ChangeRow, toChangeRow } from '#lib/domain/inbox/row.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Store } from '#lib/ports/store.ts';
import { createStoredRows, type StoredRows } from './stored-rows.ts';

/** More changes than this are looked up by their page, not listed. */
const MOST_ROWS = 500;

export type ChangeRows = StoredRows<Change, ChangeRow>;

/** The changes of the portal as rows. */
export function createChangeRows(
  store: Store,
  policies: readonly ApprovalPolicy[],
  clock: Clock,
  log: Log,
): ChangeRows {
  return createStoredRows({
    source: { id: 'portal/changes', label: 'Changes of the portal' },
    list: async () => await store.changes.listRecent(MOST_ROWS),
    toRow: async (change) => toChangeRow(change, await store.approvals.listByChange(change.id), policies),
    clock,
    log,
  });
}
