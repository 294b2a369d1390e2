import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endWithUs } from '../process/end-process.ts';

const NEXT = fileURLToPath(new URL('../../../node_modules/next/dist/bin/next', import.meta.url));

/** Starts the portal from its sources: an edit shows at once. What Next says goes to the terminal. */
export function startNextDev(port: number, environment: Readonly<Record<string, string>>): ChildProcess {
  const child = spawn(process.execPath, [NEXT, 'dev', '--port', String(port), '--hostname', '127.0.0.1'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_ENV: 'development', ...environment },
  });
  endWithUs(child);
  return child;
}
