import type { ChildProcess } from 'node:child_process';
import { endProcess } from '../process/end-process.ts';
import { startPortalProcess } from './portal-process.ts';
import { type DemoOptions, type DemoPlatform, startDemoPlatform } from './start-platform.ts';

export type RunningDemo = DemoPlatform & { portal: ChildProcess; stop(): Promise<void> };

/** Starts the sandbox and, connected to it, the built portal. */
export async function runDemo(options: DemoOptions): Promise<RunningDemo> {
  const platform = await startDemoPlatform(options);
  options.log?.('Starting the portal …');
  const portal = await startPortalProcess(platform.portalPort, platform.environment).catch((error: unknown) => {
    platform.prometheus?.child.kill('SIGTERM');
    platform.sandbox.kill('SIGTERM');
    throw error;
  });
  return {
    ...platform,
    portal,
    async stop() {
      await endProcess(portal);
      await platform.prometheus?.stop();
      await endProcess(platform.sandbox);
    },
  };
}
