import 'server-only';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/**
 * How long one SQLite call waits for another process that holds the file. Short, because the driver waits with the
 * whole event loop; the patience is in `retryWhileBusy`.
 */
const BUSY_TIMEOUT_MS = 20;
/** The portal has a few dozen different statements. */
const MOST_STATEMENTS = 200;

export type Connection = {
  readonly database: DatabaseSync;
  /** A statement that gives its rows as arrays, compiled once. */
  prepare(sql: string): StatementSync;
  close(): void;
};

/** The path in an address `file:…`. */
export function fileOf(url: string): string {
  return url.slice('file:'.length);
}

export type ConnectionOptions = {
  isReadOnly?: boolean;
  /** As if the disk held no more pages than these. */
  maxPages?: number;
};

/** Opens an SQLite file. What is committed is on the disk, and references are enforced. */
export function openConnection(file: string, { isReadOnly = false, maxPages }: ConnectionOptions = {}): Connection {
  const database = new DatabaseSync(file, {
    readOnly: isReadOnly,
    timeout: BUSY_TIMEOUT_MS,
    enableForeignKeyConstraints: true,
  });
  if (!isReadOnly) {
    database.exec('PRAGMA synchronous = FULL');
  }
  if (maxPages !== undefined) {
    database.exec(`PRAGMA max_page_count = ${maxPages}`);
  }
  const statements = new Map<string, StatementSync>();
  return {
    database,
    prepare(sql) {
      let statement = statements.get(sql);
      if (statement === undefined) {
        statement = database.prepare(sql);
        statement.setReturnArrays(true);
        statements.set(sql, statement);
        if (statements.size > MOST_STATEMENTS) {
          statements.delete(statements.keys().next().value ?? '');
        }
      }
      return statement;
    },
    close: () => database.close(),
  };
}
