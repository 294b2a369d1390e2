import 'server-only';
import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '#lib/config/load.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Log } from '#lib/ports/log.ts';

/** Of a version of Node with its flags: `v24.21.0-x64-c5fac8f1-0`. */
const OF_A_NODE = /^v\d+\.\d+\.\d+\S*-[0-9a-f]{8}(?:-\d+)?$/;
/** What a start reads and finds removed is compiled and written anew, once in so long a time. */
const KEPT_MS = 30 * 24 * 3_600_000;

/** Where the portal is started with the cache (`lib/cli/portal-command.ts`, `deploy/`). */
export const compileCacheOf = ({ stateDir }: Pick<Config, 'stateDir'>): string => join(stateDir, 'compile-cache');

export type TidyOptions = {
  /** Of this process (`module.getCompileCacheDir()`); undefined where it has none. */
  dir: string | undefined;
  /** The folder that is the portal's own to tidy. Where somebody chose another one, it is left alone. */
  own: string;
  clock: Pick<Clock, 'now'>;
  log: Log;
};

/**
 * Takes out of Node's cache of compiled code what no start reads any more, of other versions of Node and of old builds.
 * Node adds to it whenever the process ends, and removes nothing.
 */
export async function tidyCompileCache({ dir, own, clock, log }: TidyOptions): Promise<void> {
  if (dir === undefined || dirname(dir) !== own) {
    return;
  }
  try {
    for (const name of await readdir(own)) {
      if (OF_A_NODE.test(name) && join(own, name) !== dir) {
        await rm(join(own, name), { recursive: true, force: true });
      }
    }
    for (const name of await readdir(dir)) {
      const file = join(dir, name);
      // Another process may have ended meanwhile, and put a file in the place of this one.
      const { mtimeMs = clock.now() } = (await stat(file).catch(() => null)) ?? {};
      if (clock.now() - mtimeMs > KEPT_MS) {
        await rm(file, { force: true });
      }
    }
  } catch (error) {
    log.warn('the cache of compiled code could not be tidied', { dir, error });
  }
}
