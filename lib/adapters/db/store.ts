import 'server-only';
import { randomUUID } from 'node:crypto';
import type { Repositories, Store } from '#lib/ports/store.ts';
import { type Provider, providerOf } from '#prisma/provider.ts';
import { retryWhileBusy } from './busy.ts';
import type { Cipher } from './cipher.ts';
import { createDatabaseClient, type Database, TRANSACTIONS_AT_ONCE } from './client.ts';
import { toStoreError } from './database-error.ts';
import { createAccountRepository } from './repositories/accounts.ts';
import { createApiTokenRepository } from './repositories/api-tokens.ts';
import { createApprovalRepository } from './repositories/approvals.ts';
import { type AuditHead, createAuditRepository } from './repositories/audit.ts';
import { createChangeRepository } from './repositories/changes.ts';
import { createCredentialRepository } from './repositories/credentials.ts';
import { createGatewayRunRepository } from './repositories/gateway-runs.ts';
import { createLeaseRepository } from './repositories/leases.ts';
import { createReviewRepository } from './repositories/reviews.ts';
import { createSessionRepository } from './repositories/sessions.ts';
import { createAuditAppend } from './sqlite/append-audit.ts';
import { type ConnectionOptions, fileOf } from './sqlite/connection.ts';
import { createSqliteDriver } from './sqlite/driver.ts';
import { createTurns } from './turns.ts';

/** A number that only the audit log locks on PostgreSQL. */
const AUDIT_LOCK = 7_305_180_022;

function createRepositories(db: Database, provider: Provider, cipher: Cipher, head: AuditHead | null): Repositories {
  const lockAudit = async () => {
    // SQLite has one writer at a time by itself.
    if (provider === 'postgresql') {
      await db.$executeRaw`SELECT pg_advisory_xact_lock(${AUDIT_LOCK})`;
    }
  };
  return {
    accounts: createAccountRepository(db, randomUUID),
    credentials: createCredentialRepository(db, cipher),
    sessions: createSessionRepository(db),
    changes: createChangeRepository(db),
    approvals: createApprovalRepository(db),
    audit: createAuditRepository(db, lockAudit, head),
    gatewayRuns: createGatewayRunRepository(db),
    apiTokens: createApiTokenRepository(db),
    reviews: createReviewRepository(db),
    leases: createLeaseRepository(db, provider === 'postgresql' ? () => timeOf(db) : null),
  };
}

/** How late it is at the server. */
async function timeOf(db: Database): Promise<number> {
  const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp()::timestamptz(3) AS now`;
  return row?.now.getTime() ?? Number.NaN;
}

/** Every method of a repository, patient while the database is busy, its errors in the portal's words. */
function withStoreErrors<Repository extends object>(
  repository: Repository,
  name: string,
  onRetry: () => void,
): Repository {
  return Object.fromEntries(
    Object.entries(repository).map(([method, call]: [string, (...args: unknown[]) => Promise<unknown>]) => [
      method,
      async (...args: unknown[]) => {
        try {
          return await retryWhileBusy(() => call(...args), onRetry);
        } catch (error) {
          throw toStoreError(error, `${name}.${method}`);
        }
      },
    ]),
  ) as Repository;
}

/** What a database in a file has besides: it has one portal, which need not ask what it wrote last itself. */
function openFile(url: string, options: ConnectionOptions) {
  const head: AuditHead = { last: null };
  const takenBack = () => {
    head.last = null;
  };
  const driver = createSqliteDriver(fileOf(url), { ...options, takenBack });
  return { head, driver, append: createAuditAppend(driver, head) };
}

export type StoreOptions = ConnectionOptions & { onRetry?: () => void };

/**
 * Opens the store on a database that is up to date.
 * @param url `file:…` for SQLite or `postgresql://…`
 * @param options how a file is opened, where it is one; `onRetry` is told whenever work is done again because the
 * database was busy
 */
export function createStore(url: string, cipher: Cipher, options: StoreOptions = {}): Store {
  const { onRetry = () => undefined, ...sqlite } = options;
  const provider = providerOf(url);
  const file = provider === 'sqlite' ? openFile(url, sqlite) : null;
  const client = createDatabaseClient(url, file?.driver);
  const repositoriesOn = (db: Database) => createRepositories(db, provider, cipher, file?.head ?? null);
  const direct = repositoriesOn(client);

  const turns = createTurns(TRANSACTIONS_AT_ONCE);

  async function transaction<Result>(work: (repositories: Repositories) => Promise<Result>): Promise<Result> {
    const done = provider === 'postgresql' ? await turns.take() : () => undefined;
    try {
      return await retryWhileBusy(() => client.$transaction((tx) => work(repositoriesOn(tx))), onRetry);
    } catch (error) {
      throw toStoreError(error, 'transaction');
    } finally {
      done();
    }
  }

  return {
    accounts: withStoreErrors(direct.accounts, 'accounts', onRetry),
    credentials: withStoreErrors(direct.credentials, 'credentials', onRetry),
    sessions: withStoreErrors(direct.sessions, 'sessions', onRetry),
    changes: withStoreErrors(direct.changes, 'changes', onRetry),
    approvals: withStoreErrors(direct.approvals, 'approvals', onRetry),
    audit: {
      ...withStoreErrors(direct.audit, 'audit', onRetry),
      // Reading the last hash and writing the next record belong together.
      ...(file === null
        ? { append: (entry) => transaction((repositories) => repositories.audit.append(entry)) }
        : withStoreErrors({ append: file.append }, 'audit', onRetry)),
    },
    gatewayRuns: withStoreErrors(direct.gatewayRuns, 'gatewayRuns', onRetry),
    apiTokens: withStoreErrors(direct.apiTokens, 'apiTokens', onRetry),
    reviews: withStoreErrors(direct.reviews, 'reviews', onRetry),
    leases: withStoreErrors(direct.leases, 'leases', onRetry),
    transaction,
    async ping() {
      try {
        await client.$queryRaw`SELECT 1`;
      } catch (error) {
        throw toStoreError(error, 'ping');
      }
    },
    close: () => client.$disconnect(),
  };
}
