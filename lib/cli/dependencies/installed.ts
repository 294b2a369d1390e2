import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LockEntry } from './lock.ts';

/** Places in node_modules that are there. */
export function installedPlaces(dir: string, entries: readonly LockEntry[]): Set<string> {
  return new Set(entries.map(({ path }) => path).filter((path) => existsSync(join(dir, path, 'package.json'))));
}

/** The licence that an installed package tells of itself, '' where it tells none; null where it is not installed here. */
export function installedLicence(dir: string, { path }: Pick<LockEntry, 'path'>): string | null {
  const file = join(dir, path, 'package.json');
  if (!existsSync(file)) {
    return null;
  }
  const { license, licenses } = JSON.parse(readFileSync(file, 'utf8')) as { license?: unknown; licenses?: unknown };
  const told = [license ?? licenses].flat().map((one: unknown) => (isNamed(one) ? one.type : one));
  return told.every((one) => typeof one === 'string') ? told.join(' OR ') : '';
}

/** As packages of long ago say it. */
function isNamed(value: unknown): value is { type: string } {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
