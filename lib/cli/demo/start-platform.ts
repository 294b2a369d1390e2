import type { ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { SandboxAddresses } from '#sandbox/addresses.ts';
import { writePortalConfig } from './portal-config.ts';
import { choosePorts } from './ports.ts';
import { startSandboxProcess } from './sandbox-process.ts';

export type DemoPlatform = {
  portalUrl: string;
  portalPort: number;
  /** What a portal on it is started with. */
  environment: Record<string, string>;
  addresses: SandboxAddresses;
  sandbox: ChildProcess;
};

export type DemoOptions = {
  /** Everything that is written is in here; kept between runs. */
  stateDir: string;
  rate?: number;
  /** Where the portal will be; without it where it was in the last run, or 3000. Another one where it is taken. */
  portalPort?: number;
  /** Parts of the portal's configuration that are to be others than usual. */
  config?: Readonly<Record<string, unknown>>;
  log?: (text: string) => void;
};

/** Starts the sandbox and writes the configuration of a portal on it. */
export async function startDemoPlatform(options: DemoOptions): Promise<DemoPlatform> {
  const { rate = 1, log = () => undefined } = options;
  const dir = resolve(options.stateDir);
  const { portal: portalPort, ...ports } = await choosePorts(join(dir, 'ports.json'), options.portalPort);
  const portalUrl = `http://localhost:${portalPort}`;
  log('Starting the sandbox: a GitLab, a Kubernetes API with Argo CD, an Ollama …');
  const { child, addresses } = await startSandboxProcess({
    stateDir: join(dir, 'sandbox'),
    portalUrl,
    ports,
    rate,
    log,
  });
  const environment = writePortalConfig(join(dir, 'portal'), portalUrl, addresses, options.config);
  return { portalUrl, portalPort, environment, addresses, sandbox: child };
}
