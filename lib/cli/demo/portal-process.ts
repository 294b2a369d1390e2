import { type ChildProcess, spawn } from 'node:child_process';
import { compileCache, PORTAL_ENVIRONMENT, portalCommand } from '../portal-command.ts';
import { endWithUs } from '../process/end-process.ts';
import { isFree } from '../process/hold-port.ts';
import { whenReady } from '../process/when-ready.ts';

const START_TIMEOUT_MS = 60_000;

export type PortalProcessOptions = {
  /** The folder of another build than the one of `npm run build`. */
  standalone?: string;
  /** Hears everything that the portal prints. */
  hear?: (text: string) => void;
};

/** Starts the built portal and waits until it says that it is ready. Rejects with what it printed if it ends first. */
export async function startPortalProcess(
  port: number,
  environment: Record<string, string>,
  { standalone, hear = () => undefined }: PortalProcessOptions = {},
): Promise<ChildProcess> {
  if (!(await isFree(port))) {
    throw new Error(`Another program listens on port ${port}. Stop it first, or give the portal another port.`);
  }
  const { PORTOLAN_STATE_DIR: stateDir } = environment;
  const child = spawn(process.execPath, portalCommand(standalone), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...PORTAL_ENVIRONMENT,
      ...(stateDir === undefined ? {} : compileCache(stateDir)),
      PORT: String(port),
      HOSTNAME: '127.0.0.1',
      ...environment,
    },
  });
  endWithUs(child);
  const output: string[] = [];
  const keep = (chunk: Buffer) => {
    hear(chunk.toString('utf8'));
    output.push(chunk.toString('utf8'));
    output.splice(0, output.length - 200);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  await whenReady(child, {
    url: `http://127.0.0.1:${port}/readyz`,
    timeoutMs: START_TIMEOUT_MS,
    output: () => output.join(''),
  });
  return child;
}
