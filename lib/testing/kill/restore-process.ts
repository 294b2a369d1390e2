import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync } from 'node:sqlite';
import { restoreDatabase } from '#lib/adapters/db/copy/restore.ts';

/** What is put where, and the step at which the kernel ends the process. */
export type RestoreTask = { file: string; source: string; migrationsDir: string; dieAt: number };

/** All by which a restore changes what is on the disk. */
const STEPS = [
  [
    fs,
    [
      'mkdirSync',
      'copyFileSync',
      'chmodSync',
      'linkSync',
      'renameSync',
      'rmSync',
      'unlinkSync',
      'fsyncSync',
      'openSync',
    ],
  ],
  [DatabaseSync.prototype, ['exec', 'prepare', 'close']],
] as const;

const { file, source, migrationsDir, dieAt } = JSON.parse(process.argv[2] ?? '') as RestoreTask;
let steps = 0;
for (const [owner, names] of STEPS) {
  for (const name of names) {
    const methods = owner as unknown as Record<string, (...args: unknown[]) => unknown>;
    const method = methods[name];
    methods[name] = function stepped(...args: unknown[]) {
      steps += 1;
      if (steps === dieAt) {
        process.kill(process.pid, 'SIGKILL');
      }
      return method?.apply(this, args);
    };
  }
}
syncBuiltinESMExports();
await restoreDatabase(file, source, { migrationsDir, name: `at-${dieAt}` });
process.send?.({ steps });
process.disconnect?.();
