import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One package as `package-lock.json` has it. */
export type LockEntry = {
  /** Its place, as `node_modules/a/node_modules/b`. */
  path: string;
  name: string;
  version: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  link?: boolean;
  dev?: boolean;
  optional?: boolean;
  devOptional?: boolean;
  hasInstallScript?: boolean;
};

export type Manifest = {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  /** Whether a package may run its scripts when it is installed, by its name. */
  allowScripts?: Record<string, boolean>;
};

export type Lock = { root: Manifest; entries: LockEntry[] };

export function parseLock(text: string): Lock {
  const { packages } = JSON.parse(text) as { packages: Record<string, Omit<LockEntry, 'path' | 'name'> & Manifest> };
  const { '': root = {}, ...others } = packages;
  const entries = Object.entries(others).map(([path, entry]) => ({ name: nameAt(path), ...entry, path }));
  return { root, entries };
}

export function readLock(dir: string): Lock {
  return parseLock(readFileSync(join(dir, 'package-lock.json'), 'utf8'));
}

export function readManifest(dir: string): Manifest {
  return JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Manifest;
}

function nameAt(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
