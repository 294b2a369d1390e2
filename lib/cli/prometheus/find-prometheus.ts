import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian's package `prometheus` and the tarball of the project both have it under this name. */
const NAME = 'prometheus';

/** Why a suite or the demo goes without it. */
export const NO_PROMETHEUS = 'no program "prometheus" is installed here (Debian: apt-get install prometheus)';

/** The program of an installed Prometheus; null where there is none. @param path the folders of programs, as PATH has them */
export function findPrometheus(path = process.env.PATH ?? ''): string | null {
  const candidates = path
    .split(delimiter)
    .filter((dir) => dir !== '')
    .map((dir) => join(dir, NAME));
  return candidates.find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Not there, or not to be run: the next folder may have it.
    return false;
  }
}
