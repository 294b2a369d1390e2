import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import type { UserActor } from '#lib/domain/actor/actor.ts';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import { clustersText } from '#lib/testing/clusters/config-of-two.ts';
import type { View } from '#lib/views/_shared/view.ts';
import { applicationView } from '#lib/views/application/read.ts';
import { applicationsView } from '#lib/views/applications/read.ts';
import { gpuView } from '#lib/views/gpu/read.ts';
import { overviewView } from '#lib/views/overview/read.ts';
import { runnersView } from '#lib/views/runners/read.ts';
import { startTwoClusters, type TwoClusters } from '#sandbox/testing/clusters/two-clusters.ts';
import { openPortal } from '../open-portal.ts';
import type { Portal } from '../portal.ts';
import { type FrontDoor, openFrontDoor } from '../requests/front-door.ts';

const SOON = { timeout: 40_000, interval: 50 };
const environment = { ...process.env };

let two: TwoClusters;
let dir: string;
let door: FrontDoor;
let portal: Portal;

const VIEWER: UserActor = {
  kind: 'user',
  accountId: 'a',
  sessionId: 's',
  username: 'vera',
  name: 'Vera',
  role: 'viewer',
  groups: [],
};

/** A view as it is read for somebody who may look. */
async function read<Schema extends z.ZodType, Data>(view: View<Schema, Data>, params: unknown = {}) {
  const context = { actor: VIEWER, requestId: 'r', services: portal.services };
  return await view.read(context, view.params.parse(params));
}

const notLive = ({ sources }: { sources: SourceStatus[] }) =>
  sources.filter(({ state }) => state !== 'live').map(({ id }) => id);

beforeAll(async () => {
  two = await startTwoClusters();
  dir = mkdtempSync(join(tmpdir(), 'portolan-two-'));
  writeFileSync(join(dir, 'portolan.yaml'), clustersText(two.config, 'http://127.0.0.1:9'));
  Object.assign(process.env, {
    PORTOLAN_LOG_LEVEL: 'silent',
    PORTOLAN_CONFIG: join(dir, 'portolan.yaml'),
    PORTOLAN_STATE_DIR: dir,
    PORTOLAN_FORGE_GITLAB_TOKEN: 'nobody',
    ...two.environment,
  });
  door = openFrontDoor();
  portal = await openPortal(door);
  await vi.waitFor(async () => expect(notLive(await read(gpuView))).toEqual([]), SOON);
});
afterAll(async () => {
  await portal.stop();
  door.close();
  await two.close();
  rmSync(dir, { recursive: true, force: true });
  process.env = environment;
});

it('every page tells the clusters apart', async () => {
  const overview = await read(overviewView);
  expect(overview.data.nodes?.map(({ name, taken }) => [name, taken.cpuMillis]).toSorted()).toEqual([
    ['edge~node-1', 40_000],
    ['node-1', 1_000],
  ]);
  const gpu = await read(gpuView);
  expect(gpu.data.machines?.map(({ id, vram }) => [id, vram?.isNode, vram?.needs.length]).toSorted()).toEqual([
    ['edge~node-1', true, 0],
    ['node-1', true, 0],
  ]);
  expect(gpu.data.standsOn).toEqual([
    { prefix: null, sources: ['hub/nodes', 'hub/pods'] },
    { prefix: 'edge', sources: ['edge/nodes', 'edge/pods'] },
  ]);
  const applications = await read(applicationsView);
  expect(applications.data.rows.map(({ id, destination }) => [id, destination]).toSorted()).toEqual([
    ['argocd/shop', 'shop'],
    ['argocd/shop-edge', 'shop in edge'],
    ['argocd/shop-far', 'shop in https://10.9.9.9:6443'],
    ['edge~argocd/shop', 'shop in edge'],
  ]);
  // What they are made of is worked out a moment later.
  await expect
    .poll(async () => (await read(runnersView)).data.rows.map(({ id }) => id).toSorted(), SOON)
    .toEqual(['edge/arc/linux', 'hub/arc/linux']);
});

it('the page of an application has the pods of the cluster that it is deployed to', async () => {
  const podsOf = async (namespace: string, name: string) => {
    const { data, sources } = await read(applicationView, { namespace, name });
    return [data.pods?.map(({ id, reason }) => [id, reason]) ?? null, sources.map(({ id }) => id), data.engine.url];
  };
  expect(await podsOf('argocd', 'shop')).toEqual([
    [['shop/web-6f-1', '']],
    ['hub/applications', 'hub/pods'],
    'https://argocd.hub.example/applications/argocd/shop',
  ]);
  expect(await podsOf('argocd', 'shop-edge')).toEqual([
    [['edge~shop/web-6f-1', 'CrashLoopBackOff']],
    ['hub/applications', 'edge/pods'],
    'https://argocd.hub.example/applications/argocd/shop-edge',
  ]);
  expect(await podsOf('argocd', 'shop-far')).toEqual([
    null,
    ['hub/applications'],
    'https://argocd.hub.example/applications/argocd/shop-far',
  ]);
  expect(await podsOf('edge~argocd', 'shop')).toEqual([
    [['edge~shop/web-6f-1', 'CrashLoopBackOff']],
    ['edge/applications', 'edge/pods'],
    'https://argocd.edge.example/applications/argocd/shop',
  ]);
});

it('a cluster that goes away marks what it feeds and nothing else', async () => {
  two.edge.faults.set({ id: 'down', server: 'kubernetes', kind: 'reset' });
  const ofPlatform = async () => {
    const ids = notLive(await read(overviewView));
    return ids.filter((id) => id.startsWith('hub/') || id.startsWith('edge/'));
  };
  await expect
    .poll(ofPlatform, SOON)
    .toEqual(['edge/applications', 'edge/nodes', 'edge/pods', 'edge/autoscalingrunnersets']);
  expect(notLive(await read(gpuView))).toEqual(['edge/nodes', 'edge/pods', 'edge/applications']);
  const whole = await read(overviewView);
  expect(whole.data.nodes).toHaveLength(2);
  expect(notLive(await read(applicationView, { namespace: 'argocd', name: 'shop' }))).toEqual([]);
  expect(notLive(await read(applicationView, { namespace: 'argocd', name: 'shop-edge' }))).toEqual(['edge/pods']);
  expect(notLive(await read(applicationView, { namespace: 'edge~argocd', name: 'shop' }))).toEqual([
    'edge/applications',
    'edge/pods',
  ]);
  two.edge.faults.clear();
  await expect.poll(ofPlatform, SOON).toEqual([]);
});
