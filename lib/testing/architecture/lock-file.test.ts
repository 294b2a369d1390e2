import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './imports.ts';

type Entry = { version?: string; optionalDependencies?: Record<string, string> };
const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Entry>;
};

/** Where Node would find a package that the one at `from` asks for. */
function isLocked(from: string, name: string): boolean {
  const around = from.lastIndexOf('/node_modules/');
  return (
    Object.hasOwn(packages, `${from === '' ? '' : `${from}/`}node_modules/${name}`) ||
    (from !== '' && isLocked(around === -1 ? '' : from.slice(0, around), name))
  );
}

/** See ADR 18: `npm ci` refuses a lock file without them, on every platform. */
it('the lock file names the optional packages of every platform', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !isLocked(path, name))
      .map((name) => `${name}, wanted by ${path}`),
  );
  expect(missing).toEqual([]);
});
