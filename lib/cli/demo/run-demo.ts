import type { ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { SandboxAddresses } from '#sandbox/addresses.ts';
import { endProcess } from '../process/end-process.ts';
import { writePortalConfig } from './portal-config.ts';
import { startPortalProcess } from './portal-process.ts';
import { choosePorts } from './ports.ts';
import { startSandboxProcess } from './sandbox-process.ts';

export type RunningDemo = {
  portalUrl: string;
  portalPort: number;
  /** What the portal was started with; for starting it again. */
  environment: Record<string, string>;
  addresses: SandboxAddresses;
  sandbox: ChildProcess;
  portal: ChildProcess;
  stop(): Promise<void>;
};

export type DemoOptions = {
  /** Everything that the demo writes is in here; kept between runs. */
  stateDir: string;
  rate?: number;
  log?: (text: string) => void;
};

/** Starts the sandbox and, connected to it, the portal. */
export async function runDemo({ stateDir, rate = 1, log = () => undefined }: DemoOptions): Promise<RunningDemo> {
  const dir = resolve(stateDir);
  const { portal: portalPort, ...ports } = await choosePorts(join(dir, 'ports.json'));
  const portalUrl = `http://localhost:${portalPort}`;
  log('Starting the sandbox: a GitLab, a Kubernetes API with Argo CD, an Ollama …');
  const sandbox = await startSandboxProcess({ stateDir: join(dir, 'sandbox'), portalUrl, ports, rate });
  log('Starting the portal …');
  const environment = writePortalConfig(join(dir, 'portal'), portalUrl, sandbox.addresses);
  const portal = await startPortalProcess(portalPort, environment).catch((error: unknown) => {
    sandbox.child.kill('SIGTERM');
    throw error;
  });
  return {
    portalUrl,
    portalPort,
    environment,
    addresses: sandbox.addresses,
    sandbox: sandbox.child,
    portal,
    async stop() {
      await endProcess(portal);
      await endProcess(sandbox.child);
    },
  };
}
