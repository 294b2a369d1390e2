import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LIMITS_FOR_ONE_MACHINE } from '../../lib/cli/demo/portal-config.ts';
import { runDemo } from '../../lib/cli/demo/run-demo.ts';
import { PLATFORM_FILE, type Platform, STATE_DIR } from './platform.ts';
import { signInAll } from './sign-in.ts';

/** Starts a fresh sandbox and the built portal on it, signs everybody in, and gives what ends it all. */
export default async function startPlatform(): Promise<() => Promise<void>> {
  rmSync(STATE_DIR, { recursive: true, force: true });
  const demo = await runDemo({ stateDir: STATE_DIR, portalPort: 0, config: { limits: LIMITS_FOR_ONE_MACHINE } });
  const { portalUrl, addresses, environment, portalPort } = demo;
  mkdirSync(dirname(PLATFORM_FILE), { recursive: true });
  const platform: Platform = { portalUrl, portalPort, addresses, environment, portalPid: demo.portal.pid ?? 0 };
  writeFileSync(PLATFORM_FILE, JSON.stringify(platform), { mode: 0o600 });
  await signInAll(portalUrl);
  return () => demo.stop();
}
