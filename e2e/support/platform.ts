import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RunningDemo } from '../../lib/cli/demo/run-demo.ts';

/** Runs beside each other have a platform and results of their own each. */
export const RUN = process.env.PORTOLAN_BROWSER_RUN ?? 'browser';

/** Everything that the platform under test writes. */
export const STATE_DIR = resolve(`.portolan/test/${RUN}-platform`);
export const PLATFORM_FILE = join(STATE_DIR, 'platform.json');

export type Platform = Pick<RunningDemo, 'portalUrl' | 'portalPort' | 'addresses' | 'environment'> & {
  portalPid: number;
};

/** The platform that `start-platform.ts` started. */
export function readPlatform(): Platform {
  return JSON.parse(readFileSync(PLATFORM_FILE, 'utf8')) as Platform;
}
