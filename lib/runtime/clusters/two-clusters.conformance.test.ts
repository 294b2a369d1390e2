import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFastClock } from '#lib/adapters/kubernetes/testing/fast-clock.ts';
import { createRegistry } from '#lib/adapters/prometheus/registry.ts';
import type { Application } from '#lib/domain/application/application.ts';
import type { SourceState } from '#lib/domain/source/source.ts';
import { reasonOf } from '#lib/domain/wave/reason.ts';
import { createWorkloadTroubles } from '#lib/live/workload-troubles.ts';
import { createConnectionLog } from '#lib/portal/connection-log.ts';
import { partIn, statesOf } from '#lib/portal/parts.ts';
import { createSeenApplications } from '#lib/portal/seen-applications.ts';
import type { Collection } from '#lib/ports/collection.ts';
import { configOfTwo } from '#lib/testing/clusters/config-of-two.ts';
import { readGpuNodes } from '#lib/views/gpu/nodes.ts';
import { readRoom } from '#lib/views/overview/read.ts';
import type { KubeObject } from '#sandbox/kubernetes/object.ts';
import { resourceType } from '#sandbox/kubernetes/resources.ts';
import { startTwoClusters, type TwoClusters } from '#sandbox/testing/clusters/two-clusters.ts';
import { createScaleSetSource } from '../scale-set-source.ts';
import { type Clusters, startClusters } from './start-clusters.ts';

/** How much faster the portal's clock runs: it asks for a kind that is not there every half minute. */
const RATE = 50;
const SOON = { timeout: 30_000, interval: 20 };
const ROLE = resourceType('ClusterRole');
const NODE = resourceType('Node');

let two: TwoClusters;
let clusters: Clusters;
let seen: Collection<Application>;
let runners: ReturnType<typeof createScaleSetSource>[];
let ending: AbortController;

beforeEach(async () => {
  two = await startTwoClusters();
  ending = new AbortController();
});
afterEach(async () => {
  ending.abort();
  await clusters.stop();
  await two.close();
});

function watch(): void {
  const clock = createFastClock(RATE);
  const watching = { metrics: createRegistry(), connections: createConnectionLog(clock) };
  clusters = startClusters(configOfTwo(two), { clock, report: () => undefined, watching });
  const { engine, deployments, pods } = clusters;
  seen = createSeenApplications({ engine, deployments, troubles: createWorkloadTroubles(pods) }, clock, ending.signal);
  runners = clusters.each.map((one) => createScaleSetSource(one, clock, ending.signal));
}

const states = (): Record<string, SourceState> => {
  const { engine, nodes, pods, deployments, scaleSets } = clusters;
  const all = [engine.applications, engine.projects, engine.gate, nodes, pods, deployments, scaleSets.sets];
  return Object.fromEntries(statesOf(...all).map(({ id, state }) => [id, state]));
};
const ofCluster = (id: string) =>
  new Set(Object.entries(states()).flatMap(([source, state]) => (source.startsWith(`${id}/`) ? [state] : [])));
const isLive = async () => {
  await expect.poll(() => [[...ofCluster('hub')], [...ofCluster('edge')]], SOON).toEqual([['live'], ['live']]);
};
const rooms = () =>
  (readRoom(clusters) ?? []).map(({ name, taken, gpu }) => [name, taken.cpuMillis, gpu?.taken, gpu?.total]);
const label = (rig: TwoClusters['hub'], key: string) => {
  const node = rig.store.get(NODE, '', 'node-1') as KubeObject;
  rig.store.update(NODE, { ...node, metadata: { ...node.metadata, labels: { ...node.metadata.labels, seen: key } } });
};

describe('two clusters with the same names', () => {
  it('have each their own nodes, with what their own pods take', async () => {
    watch();
    await isLive();
    expect(rooms().toSorted()).toEqual([
      ['edge~node-1', 40_000, 1, 2],
      ['node-1', 1_000, 1, 4],
    ]);
  });

  it('have each their own cards, held by their own pods for the application that is deployed there', async () => {
    watch();
    await isLive();
    const held = (readGpuNodes(clusters) ?? []).map(({ id, pools, applications }) => ({
      id,
      holders: pools.flatMap(({ holders }) => holders.map(({ pod }) => [pod, applications?.[pod]])),
    }));
    expect(held).toEqual([
      { id: 'node-1', holders: [['shop/web-6f-1', 'argocd/shop']] },
      // That of the hub which goes there, or that of its own Argo CD: both say that it is theirs.
      {
        id: 'edge~node-1',
        holders: [['edge~shop/web-6f-1', expect.stringMatching(/^(argocd\/shop-edge|edge~argocd\/shop)$/)]],
      },
    ]);
  });

  it('tell an application of the troubles where it is deployed, and of no others', async () => {
    watch();
    await isLive();
    const told = [...seen.values()].map((application) => [
      application.id,
      application.resources[0]?.health,
      application.resources[0]?.trouble?.reason ?? '',
    ]);
    expect(told.toSorted()).toEqual([
      ['argocd/shop', 'Healthy', ''],
      ['argocd/shop-edge', 'Progressing', 'CrashLoopBackOff'],
      ['argocd/shop-far', undefined, ''],
      ['edge~argocd/shop', 'Progressing', 'CrashLoopBackOff'],
    ]);
    const waiting = seen.get('argocd/shop-edge');
    expect(waiting && reasonOf(waiting).text).toContain('CrashLoopBackOff');
  });

  it('have each their own runner sets, with their own listeners', async () => {
    watch();
    await isLive();
    const told = () => runners.flatMap((one) => [...one.runners.values()].map(({ id, status }) => [id, status]));
    await expect.poll(told, SOON).toEqual([
      ['hub/arc/linux', 'online'],
      ['edge/arc/linux', 'offline'],
    ]);
  });

  it('lead to their own Argo CD, under the names that it has', async () => {
    watch();
    await isLive();
    const { engine } = clusters;
    const links = ['argocd/shop', 'edge~argocd/shop'].map((id) => {
      const application = engine.applications.get(id);
      const own = [...(engine.byCluster?.values() ?? [])].find(
        ({ applications }) => applications.get(id) !== undefined,
      );
      return application && own?.linkTo(application);
    });
    expect(links).toEqual([
      'https://argocd.hub.example/applications/argocd/shop',
      'https://argocd.edge.example/applications/argocd/shop',
    ]);
  });
});

describe('a cluster that is away', () => {
  const DOWN = { id: 'down', server: 'kubernetes', kind: 'reset' } as const;

  it('is stale with all that it feeds, while the other goes on, and comes back by itself', async () => {
    watch();
    await isLive();
    const before = rooms();
    two.edge.faults.set(DOWN);
    await expect.poll(() => [...ofCluster('edge')], SOON).toEqual(['stale']);
    expect([...ofCluster('hub')]).toEqual(['live']);
    label(two.hub, 'meanwhile');
    await expect.poll(() => clusters.nodes.get('node-1')?.labels.seen, SOON).toBe('meanwhile');
    expect([...ofCluster('hub')]).toEqual(['live']);
    // What was known of it is still shown, as stale.
    expect(rooms()).toEqual(before);
    label(two.edge, 'unseen');
    two.edge.faults.clear();
    await isLive();
    await expect.poll(() => clusters.nodes.get('edge~node-1')?.labels.seen, SOON).toBe('unseen');
    expect(rooms()).toEqual(before);
    expect(clusters.nodes.size).toBe(2);
  });

  it('from the start takes nothing from the other, and shows nothing of itself', async () => {
    two.edge.faults.set(DOWN);
    watch();
    await expect.poll(() => [[...ofCluster('hub')], [...ofCluster('edge')]], SOON).toEqual([['live'], ['unreachable']]);
    expect(rooms()).toEqual([['node-1', 1_000, 1, 4]]);
    expect(seen.get('argocd/shop')?.resources[0]).toMatchObject({ health: 'Healthy' });
    const [unseen] = seen.get('argocd/shop-edge')?.resources ?? [];
    expect([unseen?.name, unseen?.health, unseen?.trouble]).toEqual(['web', undefined, undefined]);
    two.edge.faults.clear();
    await isLive();
    await expect.poll(() => rooms().length, SOON).toBe(2);
    await expect.poll(() => seen.get('argocd/shop-edge')?.resources[0]?.trouble?.reason, SOON).toBe('CrashLoopBackOff');
  });
});

describe('what one of two clusters is without', () => {
  it('a kind goes with its definition and comes back with it, there alone and in its own words', async () => {
    watch();
    await isLive();
    two.edge.removeCrd('argoproj.io', 'applications');
    await expect.poll(() => states()['edge/applications'], SOON).toBe('absent');
    const source = partIn(clusters.engine.applications, 'edge')?.source;
    expect(source).toMatchObject({
      label: 'Applications in Edge',
      reason: expect.stringContaining('applications.argoproj.io'),
    });
    expect(clusters.engine.applications.get('edge~argocd/shop')).toBeUndefined();
    expect([...ofCluster('hub')]).toEqual(['live']);
    expect(clusters.engine.applications.size).toBe(3);
    two.edge.installCrd(resourceType('Application'));
    await expect.poll(() => states()['edge/applications'], SOON).toBe('live');
  });

  it('a right is missing there alone, with the rule that gives it, and no room is made up without it', async () => {
    const role = two.edge.store.get(ROLE, '', 'portolan-reader') as KubeObject & { rules: { resources?: string[] }[] };
    const rules = role.rules.map((rule) =>
      rule.resources?.includes('pods') ? { ...rule, resources: ['nodes'] } : rule,
    );
    two.edge.store.update(ROLE, { ...role, rules });
    watch();
    await expect.poll(() => [states()['edge/pods'], states()['edge/nodes']], SOON).toEqual(['forbidden', 'live']);
    await expect.poll(() => [...ofCluster('hub')], SOON).toEqual(['live']);
    expect(partIn(clusters.pods, 'edge')?.source.remedy).toContain(
      '- apiGroups: [""]\n  resources: ["pods"]\n  verbs: ["list", "watch"]',
    );
    // Its nodes are known, and who takes what of them is not.
    expect(rooms()).toEqual([['node-1', 1_000, 1, 4]]);
    expect((readGpuNodes(clusters) ?? []).map(({ id }) => id)).toEqual(['node-1']);
    const now = two.edge.store.get(ROLE, '', 'portolan-reader') as KubeObject;
    two.edge.store.update(ROLE, { ...now, rules: role.rules });
    await expect.poll(() => rooms().length, SOON).toBe(2);
  });
});
