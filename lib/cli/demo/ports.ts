import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type HeldPort, holdPort } from '../process/hold-port.ts';

const NAMES = [
  'portal',
  'gitlab',
  'kubernetes',
  'ollama',
  'control',
  'argocd',
  'metrics',
  'github',
  'gitea',
  'prometheus',
] as const;
export type DemoPorts = Record<(typeof NAMES)[number], number>;

/** Where the portal is looked for first. */
const PREFERRED_PORTAL = 3000;

/**
 * The ports of the last run as long as they are free, so that sign-ins, links and webhooks of that run stay true;
 * others where they are taken.
 * @param portal where the portal shall be, whatever the last run had
 * @param hold takes hold of a port, any where it is 0; null where it is taken
 */
export async function choosePorts(file: string, portal?: number, hold = holdPort): Promise<DemoPorts> {
  const last = { ...readLast(file), ...(portal === undefined ? {} : { portal }) };
  const held: (HeldPort | null)[] = [];
  for (const name of NAMES) {
    held.push(await hold(last[name] ?? (name === 'portal' ? PREFERRED_PORTAL : 0)));
  }
  // Only now, because any port may be one that another name wants.
  for (const [index, one] of held.entries()) {
    held[index] = one ?? (await hold(0));
  }
  await Promise.all(held.map((one) => one?.release()));
  const ports = Object.fromEntries(NAMES.map((name, index) => [name, held[index]?.port ?? 0])) as DemoPorts;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(ports));
  return ports;
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
