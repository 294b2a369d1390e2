import type { ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { SandboxAddresses } from '#sandbox/addresses.ts';
import { findPrometheus, NO_PROMETHEUS } from '../prometheus/find-prometheus.ts';
import { prometheusAt, type RunningPrometheus, startPrometheus } from '../prometheus/start-prometheus.ts';
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
  /** Null where none is installed. */
  prometheus: RunningPrometheus | null;
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
  const {
    portal: portalPort,
    prometheus: prometheusPort,
    ...ports
  } = await choosePorts(join(dir, 'ports.json'), options.portalPort);
  const portalUrl = `http://localhost:${portalPort}`;
  log('Starting the sandbox: a GitLab, a Kubernetes API with Argo CD, an Ollama …');
  const { child, addresses } = await startSandboxProcess({
    stateDir: join(dir, 'sandbox'),
    portalUrl,
    ports,
    rate,
    log,
    ...(findPrometheus() === null ? {} : { prometheus: prometheusAt(prometheusPort) }),
  });
  const prometheus = await startIfInstalled(join(dir, 'prometheus'), prometheusPort, addresses.metrics, log);
  const environment = writePortalConfig(join(dir, 'portal'), portalUrl, addresses, {
    ...(prometheus === null ? {} : { prometheus: { url: addresses.metrics } }),
    ...options.config,
  });
  return { portalUrl, portalPort, environment, addresses, sandbox: child, prometheus };
}

/** The demo is worth a look without it: cards are shown then, and how full they are is not known. */
async function startIfInstalled(
  dir: string,
  port: number,
  exporters: string,
  log: (text: string) => void,
): Promise<RunningPrometheus | null> {
  const program = findPrometheus();
  if (program === null) {
    log(`Going on without Prometheus: ${NO_PROMETHEUS}.`);
    return null;
  }
  log('Starting Prometheus …');
  try {
    return await startPrometheus({ program, dir, port, exporters });
  } catch (error) {
    log(`Going on without Prometheus: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
