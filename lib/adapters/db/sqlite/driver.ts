import 'server-only';
import type { SqlDriverAdapterFactory } from '@prisma/client/runtime/client';
import { type Connection, type ConnectionOptions, openConnection } from './connection.ts';
import { toDriverError } from './driver-error.ts';
import { columnType, toStored } from './values.ts';
import { createWriter, type Member, type Writer } from './writer.ts';

type Adapter = Awaited<ReturnType<SqlDriverAdapterFactory['connect']>>;
type Transaction = Awaited<ReturnType<Adapter['startTransaction']>>;
type Query = Parameters<Adapter['queryRaw']>[0];
type Result = Awaited<ReturnType<Adapter['queryRaw']>>;

export type DriverOptions = ConnectionOptions & {
  /** Called when something that was written is taken back, before anybody else writes. */
  takenBack?: () => void;
};

export type SqliteDriver = SqlDriverAdapterFactory & {
  /**
   * Statements that wait for nothing in between, as a transaction of their own: in line with all others, but not
   * through Prisma, whose way there and back costs ten times what SQLite does. Resolves when it is on the disk.
   */
  write<Value>(work: (connection: Connection) => Value): Promise<Value>;
};

const NAME = { provider: 'sqlite', adapterName: 'portolan-node-sqlite' } as const;

/**
 * Prisma on Node's own SQLite: one connection writes, one transaction after the other; another reads what is
 * committed and waits for nobody. A transaction takes the right to write when it begins, so it never finds in the
 * middle that what it read is out of date.
 */
export function createSqliteDriver(file: string, options: DriverOptions = {}): SqliteDriver {
  let opened: SqliteFile | undefined;
  const open = () => {
    opened ??= openFile(file, options);
    return opened;
  };
  const close = () => {
    opened?.close();
    opened = undefined;
  };
  return {
    ...NAME,
    connect: async () => createAdapter(open(), close),
    write: (work) => withDriverErrors(async () => await runAlone(open(), work)),
  };
}

type SqliteFile = { connection: Connection; reader: Connection; writer: Writer; close(): void };

function openFile(file: string, { takenBack = () => undefined, ...options }: DriverOptions): SqliteFile {
  const connection = openConnection(file, options);
  const reader = openConnection(file, { isReadOnly: true });
  return {
    connection,
    reader,
    writer: createWriter(connection, takenBack),
    close() {
      reader.close();
      connection.close();
    },
  };
}

function createAdapter(file: SqliteFile, close: () => void): Adapter {
  const { connection, reader, writer } = file;
  const alone = <Value>(work: (connection: Connection) => Value) => withDriverErrors(() => runAlone(file, work));
  return {
    ...NAME,
    queryRaw: (query) =>
      /^\s*SELECT\b/i.test(query.sql)
        ? withDriverErrors(async () => readRows(reader, query))
        : alone(() => readRows(connection, query)),
    executeRaw: (query) => alone(() => run(connection, query)),
    executeScript: (script) => alone(() => connection.database.exec(script)),
    startTransaction: () => withDriverErrors(async () => createTransaction(connection, await writer.begin())),
    dispose: async () => close(),
  };
}

async function runAlone<Value>(
  { connection, writer }: SqliteFile,
  work: (connection: Connection) => Value,
): Promise<Value> {
  const member = await writer.begin();
  let value: Value;
  try {
    value = member.run(() => work(connection));
  } catch (error) {
    member.rollback();
    throw error;
  }
  await member.commit();
  return value;
}

function createTransaction(connection: Connection, member: Member): Transaction {
  return {
    ...NAME,
    // Prisma leaves it to the driver to say BEGIN and COMMIT.
    options: { usePhantomQuery: true },
    queryRaw: (query) => withDriverErrors(async () => member.run(() => readRows(connection, query))),
    executeRaw: (query) => withDriverErrors(async () => member.run(() => run(connection, query))),
    commit: () => withDriverErrors(() => member.commit()),
    rollback: () => withDriverErrors(async () => member.rollback()),
  };
}

function readRows(connection: Connection, query: Query): Result {
  const statement = connection.prepare(query.sql);
  // As arrays: `setReturnArrays` is on.
  const rows = statement.all(...argumentsOf(query)) as unknown as unknown[][];
  const columns = statement.columns();
  const valuesOf = (at: number) => rows.values().map((row) => row[at]);
  return {
    columnNames: columns.map(({ name }) => name),
    columnTypes: columns.map(({ type }, at) => columnType(type, valuesOf(at))) as Result['columnTypes'],
    rows,
  };
}

function run(connection: Connection, query: Query): number {
  return Number(connection.prepare(query.sql).run(...argumentsOf(query)).changes);
}

function argumentsOf({ args, argTypes }: Query) {
  return args.map((value, at) => toStored(value, argTypes[at]?.scalarType ?? 'unknown'));
}

async function withDriverErrors<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw toDriverError(error);
  }
}
