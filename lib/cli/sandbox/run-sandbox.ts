import { join, resolve } from 'node:path';
import { addressesOf, type SandboxAddresses } from '#sandbox/addresses.ts';
import type { GeneratedSizes } from '#sandbox/generate/sizes.ts';
import { type SandboxPorts, startSandbox } from '#sandbox/start-sandbox.ts';
import { writePortalConfig } from '../demo/portal-config.ts';
import { writeEnvironmentFile } from './environment-file.ts';

/** Made by `lib/cli/generate.ts`. */
const OPENAPI_DIR = 'lib/guardrails/schema/generated/openapi';

export type RunSandboxOptions = {
  stateDir: string;
  ports: SandboxPorts;
  portalUrl: string;
  rate: number;
  seed: number;
  generated: GeneratedSizes | undefined;
  /** Hears how far it is, where the start takes long. */
  log: (text: string) => void;
};

export type RunningSandbox = {
  addresses: SandboxAddresses;
  /** Where its tokens are kept. */
  secretsFile: string;
  /** The variables of a portal that is connected to it. */
  environmentFile: string;
  sizes: Readonly<Record<string, number>>;
  close(): Promise<void>;
};

/** Starts the sandbox in this process, and writes what a portal needs to be connected to it. */
export async function runSandbox(options: RunSandboxOptions): Promise<RunningSandbox> {
  const { ports, portalUrl, rate, seed, generated, log } = options;
  const stateDir = resolve(options.stateDir);
  const sandbox = await startSandbox({
    stateDir,
    ports,
    portalUrl,
    rate,
    seed,
    tell: log,
    openApiDir: OPENAPI_DIR,
    ...(generated === undefined ? {} : { generated }),
  });
  const addresses = addressesOf(sandbox);
  const environment = writePortalConfig(join(stateDir, 'portal'), portalUrl, addresses);
  const environmentFile = join(stateDir, 'portal.env');
  const { port } = new URL(portalUrl);
  writeEnvironmentFile(environmentFile, { ...environment, ...(port === '' ? {} : { PORT: port }) });
  return {
    addresses,
    secretsFile: join(stateDir, 'secrets.json'),
    environmentFile,
    sizes: sandbox.describe().sizes,
    close: sandbox.close,
  };
}
