import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { writePortalConfig } from '../../lib/cli/demo/portal-config.ts';
import { startPortalProcess } from '../../lib/cli/demo/portal-process.ts';
import { endProcess } from '../../lib/cli/process/end-process.ts';
import { holdPort } from '../../lib/cli/process/hold-port.ts';
import { type Platform, STATE_DIR } from './platform.ts';

/** A portal of a test's own on the same platform, configured as in a homelab of one. */
export type SoloPortal = {
  url: string;
  readonly process: ChildProcess;
  /** Ends it without a warning, as a power cut does. */
  kill(): Promise<void>;
  /** Starts it again where it was, with what it had written. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** @param name of its folder */
export async function startSoloPortal({ addresses }: Platform, name: string): Promise<SoloPortal> {
  const held = await holdPort(0);
  const port = held?.port ?? 0;
  await held?.release();
  const url = `http://localhost:${port}`;
  const environment = writePortalConfig(join(STATE_DIR, name), url, addresses, {
    signIn: { mode: 'single-user' },
    roles: {},
    approvals: [{ id: 'own', solo: true }],
  });
  let process = await startPortalProcess(port, environment);
  return {
    url,
    get process() {
      return process;
    },
    kill: () => endProcess(process, 'SIGKILL'),
    async restart() {
      process = await startPortalProcess(port, environment);
    },
    stop: () => endProcess(process),
  };
}
