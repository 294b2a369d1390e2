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
  /** Reads all rows anew: at the start, and when another replica may have written. One list at a time. */
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
  let awaySince: number | null = null;
  let loading: Promise<void> | null = null;
  /** What was written here since the last list was asked for: the list may be from before. */
  const written = new Map<string, ChangeRow>();

  async function read(): Promise<void> {
    written.clear();
    const rows = await Promise.all((await store.changes.listRecent(MOST_ROWS)).map(toRow));
    const next = new Map(rows.map((row) => [row.id, row]));
    for (const row of written.values()) {
      next.set(row.id, newerOf(next.get(row.id), row));
    }
    collection.replace(next);
  }

  async function load(): Promise<void> {
    try {
      await read();
      awaySince = null;
      liveSince ??= clock.now();
      collection.status({ ...source, state: 'live', asOf: clock.now(), since: liveSince });
    } catch (error) {
      log.warn('changes could not be read', { error });
      const { asOf } = collection.source;
      const reason = 'The portal`s database does not answer.';
      liveSince = null;
      awaySince ??= clock.now();
      collection.status({
        ...source,
        state: asOf === null ? 'unreachable' : 'stale',
        asOf,
        since: awaySince,
        reason,
      });
    }
  }

  return {
    collection,
    async load() {
      loading ??= load().finally(() => {
        loading = null;
      });
      await loading;
    },
    update(change) {
      toRow(change)
        .then((row) => {
          const newest = newerOf(collection.get(row.id), row);
          written.set(row.id, newest);
          collection.upsert(row.id, newest);
        })
        .catch((error: unknown) => log.warn('a change could not be shown anew', { changeId: change.id, error }));
    },
  };
}

/** Answers of a database overtake each other; each write of a change counts its revision up. */
function newerOf(known: ChangeRow | undefined, row: ChangeRow): ChangeRow {
  return known !== undefined && known.revision > row.revision ? known : row;
}
