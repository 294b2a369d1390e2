import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { Diagnosis, Finding } from '#lib/domain/connection/diagnosis.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { providerOf } from '#prisma/provider.ts';
import { type Applied, pendingMigrations, readMigrations, SELECT_APPLIED } from './migrations.ts';
import { fileOf } from './sqlite/connection.ts';
import { isForeignFile } from './sqlite/driver-error.ts';

const TIMEOUT_MS = 5_000;

/** Looks whether the database can be used and how far its tables are, and changes nothing. */
export function diagnoseDatabase(url: string, migrationsDir: string): Promise<Diagnosis> {
  const provider = providerOf(url);
  const judge = (applied: readonly Applied[]) => judgeSchema(applied, join(migrationsDir, provider));
  return provider === 'sqlite' ? diagnoseSqlite(url, judge) : diagnosePostgres(url, judge);
}

type Judge = (applied: readonly Applied[]) => Finding;

function judgeSchema(applied: readonly Applied[], dir: string): Finding {
  const subject = 'tables';
  try {
    const pending = pendingMigrations(readMigrations(dir), applied);
    const behind =
      applied.length === 0
        ? 'not there yet; the first start makes them'
        : 'of an older version; the next start brings them up to date';
    const detail = pending.length === 0 ? 'up to date' : behind;
    return { subject, state: 'ok', detail };
  } catch (error) {
    if (error instanceof PortalError) {
      const remedy = error.suggestion === undefined ? {} : { remedy: error.suggestion };
      return { subject, state: 'problem', detail: error.message, ...remedy };
    }
    throw error;
  }
}

async function diagnoseSqlite(url: string, judge: Judge): Promise<Diagnosis> {
  const file = fileOf(url);
  const missing = missingRight(file);
  if (missing !== null) {
    return { version: null, identity: null, findings: [missing] };
  }
  if (!existsSync(file)) {
    const finding: Finding = { subject: 'file', state: 'ok', detail: 'it is not there yet; the first start makes it' };
    return { version: null, identity: null, findings: [finding] };
  }
  try {
    const database = new DatabaseSync(file, { timeout: TIMEOUT_MS });
    try {
      return lookInto(database, judge);
    } finally {
      database.close();
    }
  } catch (error) {
    const words = error instanceof Error ? error.message : 'no reason given';
    const detail = isForeignFile(error) ? 'the file is no SQLite database' : `it cannot be read (${words})`;
    const remedy = 'Name another file, or restore this one from a backup.';
    return { version: null, identity: null, findings: [{ subject: 'file', state: 'problem', detail, remedy }] };
  }
}

function lookInto(database: DatabaseSync, judge: Judge): Diagnosis {
  const version = database.prepare('SELECT sqlite_version() AS version').get()?.version;
  const hasTables = database.prepare("SELECT name FROM sqlite_master WHERE name = '_prisma_migrations'").get();
  const applied = hasTables === undefined ? [] : database.prepare(SELECT_APPLIED).all();
  return {
    version: `SQLite ${String(version)}`,
    identity: null,
    findings: [
      { subject: 'file', state: 'ok', detail: 'it can be read and written' },
      judge(applied as unknown as Applied[]),
    ],
  };
}

/** The database keeps files beside its own, so that it is the folder that must be writable, too. */
function missingRight(file: string): Finding | null {
  let folder = dirname(file);
  while (!existsSync(folder)) {
    folder = dirname(folder);
  }
  for (const path of existsSync(file) ? [folder, file] : [folder]) {
    try {
      accessSync(path, constants.R_OK | constants.W_OK);
    } catch {
      const remedy = `Let the user that runs the portal read and write ${path}.`;
      return { subject: 'file', state: 'problem', detail: `${path} may not be written`, remedy };
    }
  }
  return null;
}

const RIGHTS = `SELECT current_user AS "user", current_setting('server_version') AS version, current_schema() AS schema,
  coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS "mayCreate",
  to_regclass('_prisma_migrations') IS NOT NULL AS "hasTables"`;

type Rights = { user: string; version: string; schema: string | null; mayCreate: boolean; hasTables: boolean };

async function diagnosePostgres(url: string, judge: Judge): Promise<Diagnosis> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: TIMEOUT_MS });
  try {
    await client.connect();
    const rights = (await client.query<Rights>(RIGHTS)).rows[0];
    if (rights === undefined) {
      throw new TypeError('a question of one row has one row');
    }
    const applied = rights.hasTables ? (await client.query<Applied>(SELECT_APPLIED)).rows : [];
    return {
      version: `PostgreSQL ${rights.version}`,
      identity: rights.user,
      findings: [
        { subject: 'server', state: 'ok', detail: 'it answers and accepts the sign-in' },
        judgeRights(rights),
        judge(applied),
      ],
    };
  } catch (error) {
    const detail = POSTGRES_ERRORS[codeOf(error)] ?? `it does not answer (${codeOf(error)})`;
    const remedy = 'Check PORTOLAN_DATABASE_URL: postgresql://user:password@host:5432/database.';
    return { version: null, identity: null, findings: [{ subject: 'server', state: 'problem', detail, remedy }] };
  } finally {
    // A connection that was never made may complain of being ended; nothing depends on it any more.
    await client.end().catch(() => undefined);
  }
}

function judgeRights({ user, schema, mayCreate }: Rights): Finding {
  const subject = 'rights';
  return mayCreate
    ? { subject, state: 'ok', detail: `${user} may make tables in ${schema}` }
    : {
        subject,
        state: 'problem',
        detail: `${user} may not make tables in ${schema ?? 'any schema'}`,
        remedy: 'Run this in the database as its owner:',
        copy: `GRANT USAGE, CREATE ON SCHEMA ${schema ?? 'public'} TO "${user}";`,
      };
}

/** Never the driver's own message: it may repeat the address, and that holds the password. */
const POSTGRES_ERRORS: Record<string, string> = {
  '28P01': 'user or password are not accepted',
  '28000': 'the user may not connect from here',
  '3D000': 'there is no such database',
  '42501': 'the user may not read its tables',
  '53300': 'it has no connection left to give',
  ECONNREFUSED: 'nothing listens at its address (connection refused)',
  ENOTFOUND: 'its host name is not known here',
  ETIMEDOUT: 'it did not answer in time',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted here',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted here',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
}
