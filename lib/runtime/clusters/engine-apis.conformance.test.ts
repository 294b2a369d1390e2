import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRegistry } from '#lib/adapters/prometheus/registry.ts';
import type { Application } from '#lib/domain/application/application.ts';
import { createUnion } from '#lib/live/union.ts';
import { createConnectionLog } from '#lib/portal/connection-log.ts';
import { engineApiOf } from '#lib/portal/engine-api.ts';
import { application } from '#lib/testing/application.ts';
import { partOf } from '#lib/testing/clusters/parts.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { listen } from '#lib/testing/net/listen.ts';
import { startEngineApis } from '../engine-api.ts';

const clock = createFakeClock();
const of = (namespace: string): [string, Application] => {
  const one = application({ name: 'shop', namespace });
  return [one.id, one];
};
const applications = createUnion([
  partOf('hub/applications', [of('argocd')]),
  partOf('edge/applications', [of('edge~argocd')]),
]);

type Asked = { server: Server; url: string; paths: string[] };
let hub: Asked;
let edge: Asked;
let stop: () => Promise<void> = async () => undefined;

/** An argocd-server that knows no application. */
async function argoCdServer(): Promise<Asked> {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(`${request.headers.authorization} ${request.url}`);
    response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
  });
  const { url } = await listen(server);
  return { server, url, paths };
}

beforeEach(async () => {
  [hub, edge] = await Promise.all([argoCdServer(), argoCdServer()]);
});
afterEach(async () => {
  await stop();
  for (const { server } of [hub, edge]) {
    server.close();
    server.closeAllConnections();
  }
});

function start(edgeToken: string | undefined) {
  const at = (id: string, { url }: Asked, argocdToken: string | undefined) => {
    const argocd = { namespace: 'argocd', root: 'root', url, refresh: false };
    return { id, server: 'https://k8s.example', destinations: [], argocd, argocdToken, token: 't' };
  };
  const watching = { metrics: createRegistry(), connections: createConnectionLog(clock) };
  const running = startEngineApis([at('hub', hub, 'of-hub'), at('edge', edge, edgeToken)], applications, clock, {
    report: () => undefined,
    watching,
  });
  stop = running.stop;
  return running.api;
}

async function ask(api: ReturnType<typeof start>, id: string): Promise<void> {
  const own = engineApiOf(api, id);
  const found = applications.get(id);
  if (own.isOn && found !== undefined) {
    await own.details.readTree(found, new AbortController().signal).catch(() => undefined);
  }
}

it('each argocd-server is asked of its own applications, by the names that it has, with its own token', async () => {
  const api = start('of-edge');
  await ask(api, 'argocd/shop');
  expect([hub.paths, edge.paths]).toEqual([[expect.stringMatching(/^Bearer of-hub .*appNamespace=argocd(&|$)/)], []]);
  await ask(api, 'edge~argocd/shop');
  expect(hub.paths).toHaveLength(1);
  expect(edge.paths).toEqual([expect.stringMatching(/^Bearer of-edge .*appNamespace=argocd(&|$)/)]);
});

it('of an application whose own Argo CD may not be asked, no other one is', async () => {
  const api = start(undefined);
  await ask(api, 'edge~argocd/shop');
  expect([hub.paths, edge.paths]).toEqual([[], []]);
  expect(engineApiOf(api, 'edge~argocd/shop')).toMatchObject({
    isOn: false,
    remedy: expect.stringContaining('PORTOLAN_CLUSTER_EDGE_ARGOCD_TOKEN'),
  });
});
