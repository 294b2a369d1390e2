import { type ChildProcess, fork } from 'node:child_process';
import type { PortalResult, PortalTask } from './portal-process.ts';

export type PortalRun = {
  child: ChildProcess;
  /** What it told at its end; null when it was killed before. Rejects with what it printed when it failed. */
  ended: Promise<PortalResult | null>;
};

/** Starts a portal in a process of its own. */
export function startPortalProcess(task: PortalTask): PortalRun {
  const file = new URL('./portal-process.ts', import.meta.url);
  const child = fork(file, [JSON.stringify(task)], {
    // `server-only` throws outside a React server, which this stands for.
    execArgv: ['--conditions=react-server'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const errors: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString('utf8')));
  const ended = new Promise<PortalResult | null>((resolve, reject) => {
    let result: PortalResult | null = null;
    child.once('message', (message) => {
      result = message as PortalResult;
    });
    child.once('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') {
        resolve(result);
      } else {
        reject(new Error(`the portal ended with ${code ?? signal}\n${errors.join('')}`));
      }
    });
  });
  return { child, ended };
}
