import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { writePortalConfig } from '../../lib/cli/demo/portal-config.ts';
import { startPortalProcess } from '../../lib/cli/demo/portal-process.ts';
import { endProcess } from '../../lib/cli/process/end-process.ts';
import { freePort } from '../../lib/cli/process/hold-port.ts';
import { type Platform, STATE_DIR } from './platform.ts';

/** A portal of a test's own. What is done to it, the other tests never feel. */
export type OwnPortal = {
  url: string;
  port: number;
  /** Where it keeps what it writes. */
  stateDir: string;
  /** Of the process that runs now. */
  readonly pid: number;
  /** Everything that it has printed. */
  printed(): string;
  /** Ends it without a warning, as a power cut does. */
  kill(): Promise<void>;
  /** Starts it again where it was, with what it had written. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

export type OwnPortalOptions = {
  /** Names its folder. */
  name: string;
  /** Where it is to be; a free port if nobody says. */
  port?: number;
  /** Parts of the configuration that are to be others than usual. */
  config?: Readonly<Record<string, unknown>>;
  environment?: Readonly<Record<string, string>>;
  /** The folder of another build. */
  standalone?: string;
};

/** The configuration of a homelab of one: who is there may do everything, and approves their own changes. */
export const ALONE = { signIn: { mode: 'single-user' }, roles: {}, approvals: [{ id: 'own', solo: true }] };

/** Starts a portal on a sandbox that is there already. */
export async function startOwnPortal(
  { addresses }: Pick<Platform, 'addresses'>,
  { name, config, standalone, ...options }: OwnPortalOptions,
): Promise<OwnPortal> {
  const port = options.port ?? (await freePort());
  const url = `http://localhost:${port}`;
  const stateDir = join(STATE_DIR, name);
  const environment = { ...writePortalConfig(stateDir, url, addresses, config), ...options.environment };
  const printed: string[] = [];
  const start = () =>
    startPortalProcess(port, environment, {
      hear: (text) => printed.push(text),
      ...(standalone === undefined ? {} : { standalone }),
    });
  let portal: ChildProcess = await start();
  return {
    url,
    port,
    stateDir,
    get pid() {
      return portal.pid ?? 0;
    },
    printed: () => printed.join(''),
    kill: () => endProcess(portal, 'SIGKILL'),
    async restart() {
      portal = await start();
    },
    stop: () => endProcess(portal),
  };
}
