import 'server-only';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import pg from 'pg';
import type { AuditAnchor } from '#lib/domain/audit/anchor.ts';
import type { AuditVerdict } from '#lib/domain/audit/verdict.ts';
import { providerOf } from '#prisma/provider.ts';
import { fileOf, openConnection } from '../sqlite/connection.ts';
import { createChainCheck, STORED_FIELDS, type StoredRecord } from './chain-check.ts';

/** Read and hashed in one go: less than a millisecond's worth, so that streams and health checks do not wait. */
const BATCH = 100;

type Batches = {
  /** Rows after a number, in the order of `STORED_FIELDS`. */
  after(sequence: number): Promise<unknown[][]>;
  /** The time of a row as a number. */
  timeOf(value: unknown): number;
  close(): Promise<void>;
};

/**
 * Reads the whole audit log and checks its chain, and that it still holds what the anchors saw. It may be longer than
 * memory, and the portal may go on writing meanwhile.
 */
export async function verifyAuditLog(url: string, anchors: readonly AuditAnchor[] = []): Promise<AuditVerdict> {
  const check = createChainCheck(anchors);
  const batches = providerOf(url) === 'sqlite' ? openFile(fileOf(url)) : await openServer(url);
  try {
    for (let last = 0; ; ) {
      const rows = await batches.after(last);
      for (const row of rows) {
        const record = toRecord(row, batches.timeOf);
        check.take(record);
        last = record.sequence;
      }
      if (rows.length < BATCH) {
        return check.end();
      }
      await letOthersRun();
    }
  } finally {
    await batches.close();
  }
}

function toRecord(row: unknown[], timeOf: (value: unknown) => number): StoredRecord {
  const record = Object.fromEntries(STORED_FIELDS.map((field, at) => [field, row[at]])) as StoredRecord;
  record.at = timeOf(record.at);
  return record;
}

const COLUMNS = STORED_FIELDS.map((field) => `"${field}"`).join(', ');
const ORDER = `ORDER BY "sequence" LIMIT ${BATCH}`;

function openFile(file: string): Batches {
  const connection = openConnection(file, { isReadOnly: true });
  const statement = connection.prepare(`SELECT ${COLUMNS} FROM "AuditRecord" WHERE "sequence" > ? ${ORDER}`);
  return {
    after: async (sequence) => statement.all(sequence) as unknown as unknown[][],
    timeOf: (value) => Date.parse(String(value)),
    close: async () => connection.close(),
  };
}

async function openServer(url: string): Promise<Batches> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // As a number: a time without a zone would be read in that of this machine.
  const columns = COLUMNS.replace('"at"', '(extract(epoch from "at") * 1000)::float8');
  const text = `SELECT ${columns} FROM "AuditRecord" WHERE "sequence" > $1 ${ORDER}`;
  return {
    after: async (sequence) => (await client.query({ text, values: [sequence], rowMode: 'array' })).rows,
    timeOf: Number,
    close: () => client.end(),
  };
}
