import 'server-only';
import type { ApprovalPolicy } from '#lib/domain/approval/approval.ts';
import type { Change } from '#lib/domain/change/change.ts';
import { type ChangeRow, toChangeRow } from '#lib/domain/inbox/row.ts';
import { createCollection, type LiveCollection } from '#lib/live/collection.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Store } from '#lib/ports/store.ts';

/** More changes than this are looked up by their page, not listed. */
const MOST_ROWS = 500;

export type ChangeRows = {
  collection: LiveCollection<ChangeRow>;
  /** Reads all rows anew: at the start, and when another replica may have written. */
  load(): Promise<void>;
  update(change: Change): void;
};

/** The changes as rows in memory, kept in step with the store, so that lists and live streams ask no database. */
export function createChangeRows(
  store: Store,
  policies: readonly ApprovalPolicy[],
  clock: Clock,
  log: Log,
): ChangeRows {
  const source = { id: 'portal/changes', label: 'Changes of the portal' };
  const collection = createCollection<ChangeRow>(source, clock.now());
  const toRow = async (change: Change) => toChangeRow(change, await store.approvals.listByChange(change.id), policies);
  let liveSince: number | null = null;
  return {
    collection,
    async load() {
      try {
        const rows = await Promise.all((await store.changes.listRecent(MOST_ROWS)).map(toRow));
        collection.replace(new Map(rows.map((row) => [row.id, row])));
        liveSince ??= clock.now();
        collection.status({ ...source, state: 'live', asOf: clock.now(), since: liveSince });
      } catch (error) {
        log.warn('changes could not be read', { error });
        const { asOf } = collection.source;
        const reason = 'The portal`s database does not answer.';
        collection.status({
          ...source,
          state: asOf === null ? 'unreachable' : 'stale',
          asOf,
          since: clock.now(),
          reason,
        });
        liveSince = null;
      }
    },
    update(change) {
      toRow(change)
        .then((row) => collection.upsert(row.id, row))
        .catch((error: unknown) => log.warn('a change could not be shown anew', { changeId: change.id, error }));
    },
  };
}
