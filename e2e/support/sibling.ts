import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { STANDALONE } from '../../lib/cli/build-portal.ts';
import { writePortalConfig } from '../../lib/cli/demo/portal-config.ts';
import { startPortalProcess } from '../../lib/cli/demo/portal-process.ts';
import { endProcess } from '../../lib/cli/process/end-process.ts';
import { holdPort } from '../../lib/cli/process/hold-port.ts';
import { type Platform, STATE_DIR } from './platform.ts';

export type Sibling = { url: string; port: number; pid: number; printed(): string; stop(): Promise<void> };

export type SiblingOptions = {
  /** Names its folder. */
  name: string;
  /** The folder of another build. */
  standalone?: string;
  environment?: Record<string, string>;
};

/**
 * Another portal on the same sandbox with a copy of the database, so that whoever is signed in to the first is signed in
 * to this one as well. What is done to it, the other tests never feel.
 */
export async function startSibling(platform: Platform, options: SiblingOptions): Promise<Sibling> {
  const dir = join(STATE_DIR, options.name);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const from = platform.environment.PORTOLAN_STATE_DIR ?? '';
  const database = new DatabaseSync(join(from, 'portolan.db'), { readOnly: true });
  await backup(database, join(dir, 'portolan.db'));
  database.close();
  copyFileSync(join(from, 'secret.key'), join(dir, 'secret.key'));
  const held = await holdPort(0);
  const port = held?.port ?? 0;
  await held?.release();
  const url = `http://localhost:${port}`;
  const environment = { ...writePortalConfig(dir, url, platform.addresses), ...options.environment };
  const printed: string[] = [];
  const portal = await startPortalProcess(port, environment, {
    hear: (text) => printed.push(text),
    ...(options.standalone === undefined ? {} : { standalone: options.standalone }),
  });
  return {
    url,
    port,
    pid: portal.pid ?? 0,
    printed: () => printed.join(''),
    stop: () => endProcess(portal),
  };
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
