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

const NAME = { provider: 'sqlite', adapterName: 'portolan-node-sqlite' } as const;

/**
 * Prisma on Node's own SQLite: one connection writes, one transaction after the other; another reads what is
 * committed and waits for nobody. A transaction takes the right to write when it begins, so it never finds in the
 * middle that what it read is out of date.
 */
export function createSqliteDriver(file: string, options: DriverOptions = {}): SqlDriverAdapterFactory {
  return { ...NAME, connect: async () => createAdapter(file, options) };
}

function createAdapter(file: string, { takenBack = () => undefined, ...options }: DriverOptions): Adapter {
  const connection = openConnection(file, options);
  const reader = openConnection(file, { isReadOnly: true });
  const writer = createWriter(connection, takenBack);
  const alone = <Value>(work: () => Value) => withDriverErrors(() => runAlone(writer, work));
  return {
    ...NAME,
    queryRaw: (query) =>
      /^\s*SELECT\b/i.test(query.sql)
        ? withDriverErrors(async () => readRows(reader, query))
        : alone(() => readRows(connection, query)),
    executeRaw: (query) => alone(() => run(connection, query)),
    executeScript: (script) => alone(() => connection.database.exec(script)),
    startTransaction: () => withDriverErrors(async () => createTransaction(connection, await writer.begin())),
    async dispose() {
      reader.close();
      connection.close();
    },
  };
}

/** A statement that is a transaction of its own. */
async function runAlone<Value>(writer: Writer, work: () => Value): Promise<Value> {
  const member = await writer.begin();
  let value: Value;
  try {
    value = member.run(work);
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
