import { join, resolve } from 'node:path';
import { STANDALONE } from './build-portal.ts';

/**
 * V8 lets its young generation grow to 64 MB and more while a list of thousands of objects comes in, and keeps that for
 * minutes; with 8 MB the portal stays 100 MB smaller and is no slower (docs/performance.md).
 */
const NODE_FLAGS = ['--max-semi-space-size=8'];

/**
 * What Node is called with to run the built portal.
 * @param standalone the folder of another build than the one of `npm run build`
 */
export function portalCommand(standalone = STANDALONE): string[] {
  return [...NODE_FLAGS, resolve(join(standalone, 'server.js'))];
}
