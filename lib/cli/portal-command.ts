import { join, resolve } from 'node:path';
import { STANDALONE } from './build-portal.ts';

/**
 * Memory, measured in docs/performance.md. V8 lets its young generation grow to 64 MB and more while a list of thousands
 * of objects comes in, and keeps that for minutes; with 8 MB the portal stays 100 MB smaller and is no slower. While
 * thousands of objects change each second, it lets the old generation grow to three times what is in use; half as much
 * again costs little and halves the peak.
 */
export const NODE_FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=50'];

/** What a production portal runs with. A heap of glibc's own for each thread is memory that is never given back. */
export const PORTAL_ENVIRONMENT = { NODE_ENV: 'production', MALLOC_ARENA_MAX: '2' } as const;

/**
 * Where Node keeps what it compiled for the next start, which takes up to a fifth less time (docs/performance.md). In the
 * state folder, because a build may be read-only; the portal tidies it.
 */
export function compileCache(stateDir: string): { NODE_COMPILE_CACHE: string } {
  return { NODE_COMPILE_CACHE: join(stateDir, 'compile-cache') };
}

/**
 * What Node is called with to run the built portal.
 * @param standalone the folder of another build than the one of `npm run build`
 */
export function portalCommand(standalone = STANDALONE): string[] {
  return [...NODE_FLAGS, resolve(join(standalone, 'server.js'))];
}
