import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { CHAIN_START, hashStored } from '#lib/adapters/db/audit/chain.ts';
import { verifyAuditLog } from '#lib/adapters/db/audit/verify.ts';
import { createCipher } from '#lib/adapters/db/cipher.ts';
import { migrateDatabase } from '#lib/adapters/db/migrate.ts';
import { createStore } from '#lib/adapters/db/store.ts';
import { type Figure, figure } from '../report/figure.ts';
import { alternate, type Repetitions } from '../statistics/alternate.ts';
import type { MeasureContext } from './context.ts';

const MIGRATIONS = new URL('../../prisma/migrations', import.meta.url).pathname;
const REPETITIONS: Repetitions = { least: 5, most: 9 };
const QUICK: Repetitions = { least: 2, most: 3 };
const COMMITS = 2_000;
const WRITERS = 8;
const ROWS = 100_000;
/** 2,000 a second. */
const COMMIT_MS = 0.5;
/** 50,000 rows a second, for a thousand of them. */
const THOUSAND_ROWS_MS = 20;
const LONGEST_BLOCK_MS = 50;

const ENTRY = {
  at: 1_763_700_000_000,
  actorKind: 'user',
  actorId: 'account-of-dana',
  actorName: 'dana',
  action: 'change.merge',
  subjectKind: 'change',
  subjectId: '5e0f5d3c-7a6a-4b43-9d35-2c1f6f0c9a11',
  outcome: 'done',
  detail: { text: 'x'.repeat(150) },
  requestId: '5e0f5d3c-7a6a-4b43-9d35-2c1f6f0c9a12',
} as const;

/**
 * R10 and X14: durable audit records of eight writers through the store, beside one bare prepared statement on the same
 * disk; and the check of a long log, beside a bare loop over the same rows. Both are times, so that less is better.
 */
export async function measureAudit(context: MeasureContext): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'portolan-bench-audit-'));
  try {
    return [
      ...(context.wants('R10') ? [await measureCommits(dir, context)] : []),
      ...(context.wants('X14') ? await measureChecks(dir, context) : []),
    ];
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function measureCommits(dir: string, context: MeasureContext): Promise<Figure> {
  const url = `file:${join(dir, 'commits.db')}`;
  await migrateDatabase(url, MIGRATIONS);
  const store = createStore(url, createCipher(Buffer.alloc(32, 7)));
  const bare = openBare(join(dir, 'bare.db'));
  const { ours, theirs } = await alternate({
    ...(context.quick ? QUICK : REPETITIONS),
    ours: () =>
      timeEach(COMMITS, async () => {
        const writer = async () => {
          for (let count = 0; count < COMMITS / WRITERS; count += 1) {
            await store.audit.append(ENTRY);
          }
        };
        await Promise.all(Array.from({ length: WRITERS }, writer));
      }),
    theirs: () => timeEach(COMMITS, async () => bare.write(COMMITS)),
    figureOf: (each) => each,
  });
  await store.close();
  bare.close();
  return figure({
    goal: 'R10',
    what: `an audit record on the disk, ${WRITERS} writers`,
    unit: 'ms',
    limit: COMMIT_MS,
    samples: ours,
    baseline: { label: 'bare chained insert, 1 writer', samples: theirs },
  });
}

async function measureChecks(dir: string, context: MeasureContext): Promise<Figure[]> {
  const file = join(dir, 'log.db');
  await migrateDatabase(`file:${file}`, MIGRATIONS);
  writeLog(file);
  const blocks: number[] = [];
  const { ours, theirs } = await alternate({
    ...(context.quick ? QUICK : REPETITIONS),
    ours: async () => {
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const each = await timeEach(ROWS / 1000, async () => {
        const { findings, records } = await verifyAuditLog(`file:${file}`);
        if (findings.length > 0 || records !== ROWS) {
          throw new Error(`the log is not as it was written: ${JSON.stringify(findings)}`);
        }
      });
      delay.disable();
      blocks.push(delay.max / 1e6);
      return each;
    },
    theirs: () => timeEach(ROWS / 1000, async () => followBare(file)),
    figureOf: (each) => each,
  });
  const baseline = { label: 'bare loop over the rows', samples: theirs };
  return [
    figure({
      goal: 'X14',
      what: 'a thousand audit records checked',
      unit: 'ms',
      limit: THOUSAND_ROWS_MS,
      samples: ours,
      baseline,
    }),
    // The first one warmed up.
    figure({
      goal: 'X14',
      what: 'event loop blocked meanwhile',
      unit: 'ms',
      by: 'worst',
      limit: LONGEST_BLOCK_MS,
      samples: blocks.slice(1),
    }),
  ];
}

async function timeEach(count: number, work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / count;
}

/** One connection, one statement, no transaction around it: as fast as the disk takes records that hold each other. */
function openBare(file: string) {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec(
    'CREATE TABLE audit (id INTEGER PRIMARY KEY, prev TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, body TEXT NOT NULL)',
  );
  const insert = database.prepare('INSERT INTO audit (prev, hash, body) VALUES (?, ?, ?)');
  const body = JSON.stringify(ENTRY);
  let last = CHAIN_START;
  return {
    write(count: number) {
      for (let index = 0; index < count; index += 1) {
        const next = hash('sha256', last + body);
        insert.run(last, next, body);
        last = next;
      }
    },
    close: () => database.close(),
  };
}

function writeLog(file: string): void {
  const database = new DatabaseSync(file);
  const row = {
    ...ENTRY,
    at: new Date(ENTRY.at).toISOString().replace('Z', '+00:00'),
    detail: JSON.stringify(ENTRY.detail),
  };
  const names = [...Object.keys(row), 'sequence', 'previousHash', 'hash'];
  const insert = database.prepare(
    `INSERT INTO "AuditRecord" (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  );
  database.exec('BEGIN');
  let last = CHAIN_START;
  for (let sequence = 1; sequence <= ROWS; sequence += 1) {
    const next = hashStored({ ...ENTRY, detail: row.detail }, sequence, last);
    insert.run(...Object.values(row), sequence, last, next);
    last = next;
  }
  database.exec('COMMIT');
  database.close();
}

function followBare(file: string): void {
  const database = new DatabaseSync(file, { readOnly: true });
  let last = CHAIN_START;
  for (const row of database
    .prepare('SELECT "previousHash", "detail" FROM "AuditRecord" ORDER BY "sequence"')
    .iterate()) {
    last = hash('sha256', `${row.previousHash}${row.detail}${last}`);
  }
  database.close();
}
