import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STANDALONE } from '../../../lib/cli/build-portal.ts';

export type BuildRoutes = {
  /** The folder of the data addresses. */
  buildId: string;
  /** Every page and every route that is none, as the build serves them: `/changes/[id]`. */
  pages: string[];
  routes: string[];
  /** Pages of the old router, server functions and rewrites: the portal has none of them. */
  others: string[];
};

const read = (path: string) => readFileSync(join(STANDALONE, '.next', path), 'utf8');
const readJson = <Shape>(path: string) => JSON.parse(read(path)) as Shape;

/** What the build can be asked for, from its own manifests. */
export function readBuildRoutes(): BuildRoutes {
  const paths = readJson<Record<string, string>>('app-path-routes-manifest.json');
  const built = readJson<Record<string, string>>('server/app-paths-manifest.json');
  const missing = Object.keys(built).filter((entry) => !(entry in paths));
  const served = (end: string) =>
    Object.keys(paths).flatMap((entry) => (entry.endsWith(end) ? [paths[entry] ?? ''] : []));
  const { node, edge } = readJson<Record<'node' | 'edge', object>>('server/server-reference-manifest.json');
  const oldPages = Object.keys(readJson<Record<string, string>>('server/pages-manifest.json'));
  const { rewrites } = readJson<{ rewrites: Record<string, unknown[]> }>('routes-manifest.json');
  return {
    buildId: read('BUILD_ID'),
    pages: served('/page'),
    routes: served('/route'),
    others: [
      ...missing,
      ...oldPages.filter((page) => page !== '/500' && page !== '/404'),
      ...Object.keys(node),
      ...Object.keys(edge),
      ...Object.values(rewrites).flatMap((rules) => rules.map((rule) => JSON.stringify(rule))),
    ],
  };
}
