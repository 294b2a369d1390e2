import 'server-only';
import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Log } from '#lib/ports/log.ts';

/** Beside `server.js`, which makes its folder the one that the process works in. */
const BUILD_ID = join('.next', 'BUILD_ID');

/**
 * Takes out of Node's cache of compiled code (`NODE_COMPILE_CACHE`) what no start reads any more: of other versions of
 * Node, which have folders of their own, and of builds before this one. Node adds to it whenever the process ends, and
 * removes nothing.
 * @param dir of this process (`module.getCompileCacheDir()`); undefined where it has none
 */
export async function tidyCompileCache(dir: string | undefined, log: Log, buildId = BUILD_ID): Promise<void> {
  if (dir === undefined) {
    return;
  }
  try {
    const { mtimeMs: builtAt } = await stat(buildId);
    for (const { name, parentPath } of await readdir(dirname(dir), { withFileTypes: true })) {
      if (join(parentPath, name) !== dir) {
        await rm(join(parentPath, name), { recursive: true, force: true });
      }
    }
    for (const name of await readdir(dir)) {
      const file = join(dir, name);
      if ((await stat(file)).mtimeMs < builtAt) {
        await rm(file, { force: true });
      }
    }
  } catch (error) {
    log.warn('the cache of compiled code could not be tidied', { dir, error });
  }
}
