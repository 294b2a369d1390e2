import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../flags/usage-error.ts';

const FILE = 'portolan.yaml';
const USUAL_PORT = 3000;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The configuration of a contributor's own platform, if there is one: it is used in place of the sandbox. */
export function findOwnConfig(
  environment: Readonly<Record<string, string | undefined>>,
  workingDir: string,
): string | null {
  const named = environment.PORTOLAN_CONFIG;
  if (named !== undefined && named !== '') {
    return resolve(workingDir, named);
  }
  const path = resolve(workingDir, FILE);
  return existsSync(path) ? path : null;
}

/** Throws UsageError for flags that steer the sandbox where there is none. */
export function refuseSandboxFlags(path: string, values: { reset: boolean; rate: number }): void {
  const given = values.reset ? '--reset' : values.rate !== 1 ? '--rate' : null;
  if (given !== null) {
    throw new UsageError(`${given}: it is for the sandbox, and the portal is connected by ${path}`);
  }
}

/** Where the portal listens: at the port that the configuration says people open it under, if that is on this machine. */
export function portOf(url: string): number {
  const { hostname, port } = new URL(url);
  return LOOPBACK.has(hostname) && port !== '' ? Number(port) : USUAL_PORT;
}
