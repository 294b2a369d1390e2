import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { STANDALONE } from './build-portal.ts';
import { portalCommand } from './portal-command.ts';

/** Runs the build as it is deployed, with portolan.yaml and the PORTOLAN_* variables. */
if (!existsSync(join(STANDALONE, 'server.js'))) {
  console.error('There is no build yet: run "npm run build" first.');
  process.exit(1);
}
const child = spawn(process.execPath, portalCommand(), {
  stdio: 'inherit',
  env: {
    ...process.env,
    NODE_ENV: 'production',
    PORTOLAN_CONFIG: resolve(process.env.PORTOLAN_CONFIG ?? 'portolan.yaml'),
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', (code) => process.exit(code ?? 1));
