import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import { createGitLab } from '#lib/adapters/forge/gitlab/host.ts';
import { createConnection } from '#lib/adapters/kubernetes/connection.ts';
import { createOllama } from '#lib/adapters/ollama/provider.ts';
import { type HostileServer, startHostileServer, withAddresses } from '#lib/testing/net/hostile-server.ts';
import { type ConnectionWatch, watchConnections } from '#lib/testing/net/watch-connections.ts';
import {
  type ExampleGitLab,
  PROJECT,
  startExample,
  stopExample,
  TOKENS,
} from '#sandbox/gitlab/testing/example-gitlab.ts';
import { type Canary, startCanary } from '#sandbox/testing/canary.ts';
import { ssrfAddresses } from '#sandbox/testing/ssrf-addresses.ts';

let gitlab: ExampleGitLab;
let hostile: HostileServer;
let canary: Canary;
let watch: ConnectionWatch;
let addresses: string[];
beforeAll(async () => {
  [gitlab, hostile, canary] = await Promise.all([startExample(), startHostileServer(), startCanary()]);
  addresses = ssrfAddresses(canary.port);
});
afterAll(async () => {
  hostile.close();
  canary.close();
  await stopExample(gitlab);
});
beforeEach(() => {
  hostile.requests = 0;
});

/** Does it, and tells where the process connected to meanwhile. */
async function connectedDuring(work: () => Promise<unknown>): Promise<string[]> {
  watch = watchConnections();
  try {
    await work();
    return watch.hosts();
  } finally {
    watch.stop();
  }
}

const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    () => 'refused',
  );

/** What an HTTP header can hold of an address. */
const inHeader = (address: string) => address.replaceAll(/[^\x20-\x7e]/g, '');

const SYSTEMS: [string, () => Promise<unknown>][] = [
  ['a forge', () => createGitLab({ id: 'gitlab', url: hostile.url }).as({ accessToken: 'token' }).whoAmI()],
  ['a model server', () => createOllama({ id: 'o', label: 'O', url: hostile.url, timeoutMs: 5000 }).read()],
  [
    'a cluster',
    async () => {
      const kubeconfig = { server: hostile.url, token: 'token' };
      const connection = createConnection({ id: 'k', label: 'K', kubeconfig, clock: createSystemClock() });
      const opening = { operation: 'read version', purpose: 'read', signal: AbortSignal.timeout(5000) } as const;
      try {
        return await connection.readJson({ method: 'GET', path: '/version' }, opening);
      } finally {
        connection.close();
      }
    },
  ],
];

describe.each(SYSTEMS)('%s that sends elsewhere', (_, ask) => {
  it.each([300, 301, 302, 303, 304, 305, 307, 308])(
    'with %i is not followed to any of 80 addresses',
    async (status) => {
      const outcomes: string[] = [];
      const hosts = await connectedDuring(async () => {
        for (const address of addresses) {
          hostile.answer = () => ({
            status,
            headers: { location: inHeader(address), refresh: `0; url=${inHeader(address)}` },
          });
          outcomes.push(await outcome(ask()));
        }
      });
      expect(hosts).toEqual([hostile.host]);
      expect(hostile.requests).toBeGreaterThanOrEqual(addresses.length);
      expect(outcomes.filter((one) => one === 'answered')).toEqual([]);
      expect(canary.connections()).toBe(0);
    },
  );

  it('by switching to another protocol is left', async () => {
    hostile.answer = () => ({ status: 101 });
    expect(await outcome(ask())).toBe('refused');
  });
});

it('a forge that names other addresses in all that it says is asked at its own', async () => {
  let turn = 0;
  const next = () => addresses[turn++ % addresses.length] ?? '';
  hostile.answer = async ({ url = '', method = 'GET', headers }) => {
    const answer = await fetch(`${gitlab.url}${url}`, {
      method,
      headers: { authorization: headers.authorization ?? '' },
    });
    const page = new URL(url, gitlab.url).searchParams.get('page') ?? '1';
    // Two more pages at other hosts: their queries are honest, so that who follows only them comes to an end.
    const link: Record<string, string> =
      page < '3' ? { link: `<${inHeader(next())}?page=${Number(page) + 1}&per_page=1>; rel="next"` } : {};
    return { status: answer.status, headers: link, body: withAddresses(await answer.json(), next) };
  };
  const forge = createGitLab({ id: 'gitlab', url: hostile.url }).as({ accessToken: TOKENS.grace });
  const sha = (await gitlab.api('grace', 'GET', '/projects/platform%2Fgitops/repository/commits/main')).body as {
    id: string;
  };
  const hosts = await connectedDuring(async () => {
    for (let round = 0; round < 12; round += 1) {
      const outcomes = await Promise.all(
        [
          forge.whoAmI(),
          forge.repository(PROJECT),
          forge.branch(PROJECT, 'main'),
          forge.listFiles(PROJECT, 'main'),
          forge.readFile(PROJECT, 'main', 'README.md'),
          forge.readCommit(PROJECT, sha.id),
          forge.pipelines(PROJECT, sha.id),
          forge.pushers(PROJECT, 'main', sha.id),
          forge.findMergeRequest(PROJECT, 'a', 'main'),
        ].map(outcome),
      );
      expect(outcomes.filter((one) => one === 'answered').length).toBeGreaterThan(5);
    }
  });
  expect(turn).toBeGreaterThan(addresses.length);
  // The relay of this test asks the sandbox itself.
  expect(hosts.filter((host) => host !== new URL(gitlab.url).host)).toEqual([hostile.host]);
  expect(canary.connections()).toBe(0);
});

it('a model server that names other addresses is asked at its own', async () => {
  const models = addresses.map((address) => ({
    name: address,
    model: address,
    remote_host: address,
    size: 1,
    digest: 'a',
  }));
  hostile.answer = () => ({ body: { version: '1', models } });
  const hosts = await connectedDuring(() =>
    createOllama({ id: 'o', label: 'O', url: hostile.url, timeoutMs: 5000 })
      .read()
      .catch(() => undefined),
  );
  expect([hosts, canary.connections()]).toEqual([[hostile.host], 0]);
});
