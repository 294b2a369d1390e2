import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { STANDALONE } from '../../lib/cli/build-portal.ts';
import { type OwnPortal, type OwnPortalOptions, startOwnPortal } from './own-portal.ts';
import { type Platform, STATE_DIR } from './platform.ts';

/**
 * Another portal on the same sandbox with a copy of the database, so that whoever is signed in to the first is signed in
 * to this one as well.
 */
export async function startSibling(platform: Platform, options: OwnPortalOptions): Promise<OwnPortal> {
  const dir = join(STATE_DIR, options.name);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const from = platform.environment.PORTOLAN_STATE_DIR ?? '';
  const database = new DatabaseSync(join(from, 'portolan.db'), { readOnly: true });
  await backup(database, join(dir, 'portolan.db'));
  database.close();
  copyFileSync(join(from, 'secret.key'), join(dir, 'secret.key'));
  return await startOwnPortal(platform, options);
}

/** A copy of the build without `proxy.ts`: what is left when somebody finds a way around it. */
export function buildWithoutProxy(): string {
  const copy = join(STATE_DIR, 'build-without-proxy');
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(dirname(copy), { recursive: true });
  execFileSync('cp', ['-al', STANDALONE, copy]);
  const server = join(copy, '.next/server');
  const manifest = join(server, 'functions-config-manifest.json');
  const { functions, ...rest } = JSON.parse(readFileSync(manifest, 'utf8')) as { functions: Record<string, unknown> };
  const { '/_middleware': proxy, ...others } = functions;
  if (proxy === undefined || !existsSync(join(server, 'middleware.js'))) {
    throw new Error('The build has no proxy where this looks for it.');
  }
  // The files are the build's own as long as they are not written anew.
  rmSync(manifest);
  writeFileSync(manifest, JSON.stringify({ ...rest, functions: others }));
  rmSync(join(server, 'middleware.js'));
  return copy;
}
