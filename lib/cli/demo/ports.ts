import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';

const NAMES = ['portal', 'gitlab', 'kubernetes', 'ollama', 'control', 'argocd'] as const;
export type DemoPorts = Record<(typeof NAMES)[number], number>;

/** Where the portal is looked for first. */
const PREFERRED_PORTAL = 3000;

/** undefined when the port is taken. 0 asks for any. */
function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : undefined));
    });
  });
}

async function freePort(wanted: number): Promise<number> {
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? 0;
}

/**
 * The ports of the last run as long as they are free, so that sign-ins, links and webhooks of that run stay true;
 * others where they are taken.
 */
export async function choosePorts(file: string): Promise<DemoPorts> {
  const last = readLast(file);
  const ports: Partial<DemoPorts> = {};
  for (const name of NAMES) {
    ports[name] = await freePort(last[name] ?? (name === 'portal' ? PREFERRED_PORTAL : 0));
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(ports));
  return ports as DemoPorts;
}

function readLast(file: string): Partial<DemoPorts> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<DemoPorts>;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return {};
    }
    throw error;
  }
}
