import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { diagnoseDatabase } from '#lib/adapters/db/diagnose.ts';
import { holdDatabase } from '#lib/adapters/db/hold.ts';
import { type Config, loadConfig } from '#lib/config/load.ts';
import { ConfigError } from '#lib/config/problem.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { cannotStart } from '#lib/runtime/cannot-start.ts';
import { cannotUse } from '#lib/runtime/cannot-use-database.ts';
import { STANDALONE } from './build-portal.ts';
import { MIGRATIONS_DIR } from './copies/places.ts';
import { compileCache, PORTAL_ENVIRONMENT, portalCommand } from './portal-command.ts';
import { isFree } from './process/hold-port.ts';

/** Runs the build as it is deployed, with portolan.yaml and the PORTOLAN_* variables. */
if (!existsSync(join(STANDALONE, 'server.js'))) {
  refuse('There is no build yet: run "npm run build" first.');
}
// Said here what is known here: Next calls itself ready before it asks the portal, and shows a taken port as it was thrown.
let config: Config;
try {
  config = loadConfig(process.env, process.cwd());
  await assertUsable(config.database);
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof PortalError)) {
    throw error;
  }
  refuse(cannotStart(error));
}
const { PORT = '3000', HOSTNAME = '0.0.0.0' } = process.env;
if (!(await isFree(Number(PORT), HOSTNAME))) {
  refuse(
    `Portolan cannot start: port ${PORT} on ${HOSTNAME} is taken, or not this machine's. Choose another with PORT and HOSTNAME.`,
  );
}
const child = spawn(process.execPath, portalCommand(), {
  stdio: 'inherit',
  env: {
    ...compileCache(config.stateDir),
    ...process.env,
    ...PORTAL_ENVIRONMENT,
    PORTOLAN_CONFIG: resolve(process.env.PORTOLAN_CONFIG ?? 'portolan.yaml'),
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', (code) => process.exit(code ?? 1));

/** Throws PortalError where the portal could not use its database, before anything says that it is ready. */
async function assertUsable(database: string): Promise<void> {
  const { findings } = await diagnoseDatabase(database, MIGRATIONS_DIR);
  const problem = findings.find(({ state }) => state === 'problem');
  if (problem !== undefined) {
    throw cannotUse(problem);
  }
  if (database.startsWith('file:') && existsSync(database.slice('file:'.length))) {
    holdDatabase(database)();
  }
}

function refuse(words: string): never {
  console.error(words);
  process.exit(1);
}
