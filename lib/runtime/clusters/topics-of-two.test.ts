import { expect, it } from 'vitest';
import { parseTopics } from '#lib/domain/live/topic-query.ts';
import type { ClusterNode } from '#lib/domain/node/node.ts';
import type { Pod } from '#lib/domain/workload/workload.ts';
import { createCollection } from '#lib/live/collection.ts';
import { createUnion } from '#lib/live/union.ts';
import type { Services } from '#lib/portal/context.ts';
import { gpuNode, gpuPod } from '#lib/testing/gpu-cluster.ts';
import { createTopics } from '../topics.ts';

const live = (id: string) => ({ id, label: id, state: 'live', asOf: 0, since: 0 }) as const;

/** The topics of a portal on these clusters, of which no pods are known yet. */
function start(clusters: readonly string[]) {
  const nodes = clusters.map((cluster, index) => {
    const own = createCollection<ClusterNode>({ id: `${cluster}/nodes`, label: '' });
    const name = index === 0 ? 'gpu' : `${cluster}~gpu`;
    own.upsert(name, gpuNode(name, 2));
    own.status(live(`${cluster}/nodes`));
    return own;
  });
  const pods = clusters.map((cluster) => createCollection<Pod>({ id: `${cluster}/pods`, label: '' }));
  const none = () => createCollection<never>({ id: 'none', label: '' });
  const services = {
    engine: { applications: none(), gate: none(), projects: none(), root: 'argocd/root' },
    seenApplications: none(),
    nodes: createUnion(nodes),
    pods: createUnion(pods),
    gpuPods: createUnion(pods),
    deployments: none(),
    analyses: none(),
    scaleSets: { sets: none(), listeners: none(), runners: none() },
    models: [],
    modelServers: [],
    runnerSources: [],
    declaredModels: none(),
    platformMetrics: null,
    gateway: null,
    changeRows: none(),
    operations: { checks: none(), pulse: none() },
  } as unknown as Services;
  const nothing = () => () => undefined;
  const heard = { models: nothing, runners: nothing, sources: nothing, vram: nothing };
  const topics = createTopics(services, heard);
  const started = (name: string) => {
    const topic = topics.find((one) => one.name === name);
    topic?.start(() => undefined);
    return () => (topic?.isDirty === true ? topic.collect(false) : undefined);
  };
  const told = (name: string) => {
    const news = started(name);
    return () => news()?.upsert.map(({ id }) => id);
  };
  return { pods, started, told };
}

it.each(['nodes', 'gpu', 'vram'])('%s tells of a cluster that becomes known, though it has no pod', (name) => {
  const { pods, told } = start(['hub', 'edge']);
  const news = told(name);
  pods[0]?.status(live('hub/pods'));
  expect(news()).toEqual(['gpu']);
  pods[1]?.status(live('edge/pods'));
  expect(news()).toEqual(['edge~gpu']);
});

it('what waits is told anew when the pods of a cluster may no longer be seen', () => {
  const { pods, started } = start(['hub', 'edge']);
  for (const [index, id] of ['ai/w', 'edge~ai/w'].entries()) {
    pods[index]?.upsert(id, gpuPod('w', { id, phase: 'Pending', nodeName: null }));
    pods[index]?.status(live(`${index}/pods`));
  }
  const [pending, forGpu] = [started('pending'), started('gpu-waiting')];
  pods[0]?.upsert('ai/x', gpuPod('x'));
  expect(pending()?.upsert).toMatchObject([{ id: 'ai/w' }, { id: 'edge~ai/w' }]);
  expect(forGpu()?.upsert).toMatchObject([{ total: 2 }]);
  pods[1]?.status({ ...live('edge/pods'), state: 'forbidden' });
  expect(pending()).toMatchObject({ upsert: [], remove: ['edge~ai/w'] });
  expect(forGpu()?.upsert).toMatchObject([{ total: 1, rows: [{ id: 'ai/w' }] }]);
});

it('topics of another cluster can be asked for by their name', () => {
  const query = new URLSearchParams({ topic: 'application/edge~argocd/shop' });
  expect(parseTopics(query)).toEqual([{ topic: 'application/edge~argocd/shop', since: null }]);
});
