import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS_FOR_ONE_MACHINE, writePortalConfig } from '#lib/cli/demo/portal-config.ts';
import { freePort } from '#lib/cli/process/hold-port.ts';
import { type Helper, startHelper } from '../process/helper.ts';
import type { PlatformAsk, PlatformReady, PlatformTold } from './messages.ts';
import { applicationsOnly, type World } from './world.ts';

export type BenchPlatform = PlatformReady & {
  applications: number;
  portalPort: number;
  portalUrl: string;
  /** What a portal on this platform is started with. */
  environment: Record<string, string>;
  ask(message: PlatformAsk): Promise<PlatformTold>;
  stop(): Promise<void>;
};

const MANY = 1_000_000_000;
/** Everything here is asked by one person from one address, who stands for very many. */
export const NO_LIMITS = { limits: { signIns: MANY, reads: MANY, strangers: MANY } };

/** The parts of a portal's configuration that a platform asks for besides the usual. */
export function configurationFor({ addresses, modelServers, measured }: PlatformReady): Record<string, unknown> {
  const usual = { id: 'ollama', label: 'Ollama', url: addresses.ollama, application: 'argocd/ollama' };
  return {
    models: modelServers.length === 0 ? [usual] : modelServers,
    ...(measured === null ? {} : { prometheus: { url: measured } }),
  };
}

/** Starts a generated platform, and configures a portal for it. */
export async function startPlatform(world: World | number): Promise<BenchPlatform> {
  const described = typeof world === 'number' ? applicationsOnly(world) : world;
  const dir = mkdtempSync(join(tmpdir(), 'portolan-bench-'));
  const portalPort = await freePort();
  const portalUrl = `http://localhost:${portalPort}`;
  const helper = startHelper<PlatformAsk, PlatformReady | PlatformTold>(new URL('main.ts', import.meta.url), [
    join(dir, 'sandbox'),
    portalUrl,
    JSON.stringify(described),
  ]) as Helper<PlatformAsk, never>;
  const ready: PlatformReady = await helper.told();
  return {
    ...ready,
    applications: described.applications,
    portalPort,
    portalUrl,
    environment: writePortalConfig(join(dir, 'portal'), portalUrl, ready.addresses, {
      limits: LIMITS_FOR_ONE_MACHINE,
      ...configurationFor(ready),
    }),
    ask: helper.ask,
    async stop() {
      await helper.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
