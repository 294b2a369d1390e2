import 'server-only';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import { createCollection, type LiveCollection } from '#lib/live/collection.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Log } from '#lib/ports/log.ts';

type Versioned = {
  id: string;
  /** Counts the writes of what the row is of. */
  revision: number;
};

export type StoredRows<Item, Row> = {
  collection: LiveCollection<Row>;
  /** Reads all rows anew: at the start, and when another replica may have written. One list at a time. */
  load(): Promise<void>;
  /** This was written here just now. */
  update(item: Item): void;
};

export type StoredRowsOptions<Item, Row> = {
  source: Pick<SourceStatus, 'id' | 'label'>;
  /** Those that are listed; all others are looked up by their page. */
  list(): Promise<Item[]>;
  toRow(item: Item): Promise<Row>;
  clock: Clock;
  log: Log;
};

/** What the store holds as rows in memory, kept in step with it, so that lists and live streams ask no database. */
export function createStoredRows<Item extends { id: string }, Row extends Versioned>({
  source,
  list,
  toRow,
  clock,
  log,
}: StoredRowsOptions<Item, Row>): StoredRows<Item, Row> {
  const collection = createCollection<Row>(source, clock.now());
  let liveSince: number | null = null;
  let awaySince: number | null = null;
  let loading: Promise<void> | null = null;
  /** What was written here since the last list was asked for: the list may be from before. */
  const written = new Map<string, Row>();

  async function read(): Promise<void> {
    written.clear();
    const rows = await Promise.all((await list()).map(toRow));
    const next = new Map<string, Row>(rows.map((row) => [row.id, row]));
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
      log.warn('rows could not be read', { source: source.id, error });
      const { asOf } = collection.source;
      const reason = 'The portal’s database does not answer.';
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

  async function show(item: Item): Promise<void> {
    const row = await toRow(item);
    const newest = newerOf(collection.get(row.id), row);
    written.set(row.id, newest);
    collection.upsert(row.id, newest);
  }

  return {
    collection,
    async load() {
      loading ??= load().finally(() => {
        loading = null;
      });
      await loading;
    },
    update(item) {
      show(item).catch((error: unknown) =>
        log.warn('a row could not be shown anew', { source: source.id, id: item.id, error }),
      );
    },
  };
}

/** Answers of a database overtake each other; each write counts the revision up. */
function newerOf<Row extends Versioned>(known: Row | undefined, row: Row): Row {
  return known !== undefined && known.revision > row.revision ? known : row;
}
