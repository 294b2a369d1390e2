import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './lib/testing/longest-first.ts';

/** With `npm run test:long` a test tries the same thing so much more often. */
const PATIENCE = process.env.PORTOLAN_LONG === '1' ? 120 : 1;

/** `server-only` throws outside a React server build; tests are that server. */
const serverOnly = { alias: { 'server-only': new URL('./lib/testing/server-only.ts', import.meta.url).pathname } };

export default defineConfig({
  test: {
    // Files wait for servers, databases and the disk more than they compute: with one worker more than there are cores,
    // a third of the processor was idle.
    maxWorkers: 2 * availableParallelism() + 1,
    // One module registry for all files of a worker: no test replaces a module or a global, so nothing leaks from file to
    // file, and starting a worker for each took a third of the time.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve: serverOnly,
        test: {
          name: 'unit',
          include: ['{lib,components,app,sandbox,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.conformance.test.ts', '**/*.database.test.ts', '**/node_modules/**'],
          // What is made to take for ever is found by never ending; machines may be slow, so no test measures time.
          testTimeout: 120_000 * PATIENCE,
          setupFiles: ['lib/testing/fail-on-console.ts'],
        },
      },
      {
        resolve: serverOnly,
        test: {
          name: 'conformance',
          include: ['{lib,sandbox}/**/*.conformance.test.ts'],
          testTimeout: 120_000 * PATIENCE,
          hookTimeout: 120_000 * PATIENCE,
          setupFiles: ['lib/testing/fail-on-console.ts'],
        },
      },
      // The same files twice: what they say of one database they say of the other.
      databaseProject('database', 'SQLite'),
      databaseProject('database-postgresql', 'PostgreSQL'),
    ],
  },
});

function databaseProject(name: string, database: 'SQLite' | 'PostgreSQL') {
  return {
    resolve: serverOnly,
    test: {
      name,
      include: ['lib/**/*.database.test.ts'],
      // Files that are about the other database as a whole; each says why.
      exclude: [`**/*.${database === 'PostgreSQL' ? 'sqlite' : 'postgresql'}.database.test.ts`, '**/node_modules/**'],
      provide: { database },
      testTimeout: 120_000 * PATIENCE,
      hookTimeout: 120_000 * PATIENCE,
      globalSetup: database === 'PostgreSQL' ? ['lib/testing/database/global-setup.ts'] : [],
      setupFiles: ['lib/testing/fail-on-console.ts'],
    },
  };
}
