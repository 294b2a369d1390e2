import { createHash } from 'node:crypto';
import type { Reply, RequestContext } from '../../http/router.ts';
import type { ApiServer } from '../api/api-server.ts';
import { unknownPath } from '../api/errors.ts';
import { aggregatedContentType, aggregatedVersion, groupDiscoveryList } from './aggregated.ts';
import { apiGroup, apiGroupList, apiResourceList, apiVersions } from './legacy.ts';
import { serveOpenApi } from './openapi.ts';
import { type ServedGroup, servedGroups } from './served-resources.ts';

/** What the pretend server says it is. */
export const VERSION = {
  major: '1',
  minor: '35',
  gitVersion: 'v1.35.0+k3s1',
  gitCommit: 'sandbox',
  gitTreeState: 'clean',
  buildDate: '2025-12-23T18:27:31Z',
  goVersion: 'go1.25.5',
  compiler: 'gc',
  platform: 'linux/amd64',
};

const HEALTH = new Set(['/healthz', '/livez', '/readyz', '/healthz/ping', '/livez/ping', '/readyz/ping']);

/** Answers the paths that are about the server and not about objects. Throws ApiError 404 for one that is not there. */
export function serveDiscovery(server: ApiServer, context: RequestContext, path: string): Reply {
  if (HEALTH.has(path)) {
    return { headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'ok' };
  }
  if (path === '/version') {
    return { body: VERSION };
  }
  if (path === '/openapi/v3' || path.startsWith('/openapi/v3/')) {
    return serveOpenApi(path, server.openApi, server.registry.all());
  }
  const groups = servedGroups(server.registry);
  const parts = path.split('/').slice(1);
  switch (parts[0]) {
    case 'api':
      return serveCore(context, groups, parts.slice(1));
    case 'apis':
      return serveGroups(context, groups, parts.slice(1));
    case '':
      return { body: { paths: rootPaths(groups) } };
    default:
      throw unknownPath();
  }
}

function serveCore(context: RequestContext, groups: ServedGroup[], [version, ...rest]: string[]): Reply {
  const core = groups.filter(({ group }) => group === '');
  if (version === undefined) {
    return aggregated(context, core) ?? { body: apiVersions(context.request.headers.host ?? '') };
  }
  return resourceList(core[0], version, rest);
}

function serveGroups(context: RequestContext, groups: ServedGroup[], parts: string[]): Reply {
  const [name, version, ...rest] = parts;
  if (name === undefined) {
    const others = groups.filter(({ group }) => group !== '');
    return aggregated(context, others) ?? { body: apiGroupList(groups) };
  }
  const group = groups.find((candidate) => candidate.group === name && candidate.group !== '');
  if (group === undefined) {
    throw unknownPath();
  }
  return version === undefined ? { body: apiGroup(group) } : resourceList(group, version, rest);
}

function resourceList(group: ServedGroup | undefined, version: string, rest: string[]): Reply {
  const found = rest.length === 0 ? group?.versions.find((candidate) => candidate.version === version) : undefined;
  if (found === undefined) {
    throw unknownPath();
  }
  return { body: apiResourceList(found) };
}

/** All of it at once, for those who take it; unchanged since last time is a 304. */
function aggregated({ request }: RequestContext, groups: ServedGroup[]): Reply | null {
  const version = aggregatedVersion(request.headers.accept);
  if (version === null) {
    return null;
  }
  const body = JSON.stringify(groupDiscoveryList(groups, version));
  const etag = `"${createHash('sha512').update(body).digest('hex').toUpperCase()}"`;
  const headers = { etag, vary: 'Accept', 'cache-control': 'public', 'content-type': aggregatedContentType(version) };
  return request.headers['if-none-match'] === etag ? { status: 304, headers } : { headers, body };
}

function rootPaths(groups: ServedGroup[]): string[] {
  const named = groups.filter(({ group }) => group !== '');
  const under = named.flatMap(({ group, versions }) => [
    `/apis/${group}`,
    ...versions.map(({ version }) => `/apis/${group}/${version}`),
  ]);
  return ['/api', '/api/v1', '/apis', ...under, ...HEALTH, '/openapi/v3', '/version'].sort();
}
