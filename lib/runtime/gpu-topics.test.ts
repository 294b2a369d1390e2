import { beforeEach, expect, it } from 'vitest';
import type { Application } from '#lib/domain/application/application.ts';
import type { ClusterNode } from '#lib/domain/node/node.ts';
import type { Pod } from '#lib/domain/workload/workload.ts';
import { createCollection, type LiveCollection } from '#lib/live/collection.ts';
import type { Topic } from '#lib/live/topic.ts';
import type { Services } from '#lib/portal/context.ts';
import { application } from '#lib/testing/application.ts';
import { type TestCollection, testCollection } from '#lib/testing/collection.ts';
import { gpuNode, gpuPod } from '#lib/testing/gpu-cluster.ts';
import { createTopics } from './topics.ts';

const notebook = (isThere: boolean): Application =>
  application({
    name: 'notebooks',
    resources: isThere
      ? [
          {
            ...{ group: 'apps', kind: 'StatefulSet', namespace: 'ai', name: 'jupyter' },
            ...{ wave: 0, sync: 'Synced', hook: false, requiresPruning: false },
          },
        ]
      : [],
  });

let applications: LiveCollection<Application>;
let pods: TestCollection<Pod>;
let topics: Topic[];

beforeEach(() => {
  applications = createCollection({ id: 'hub/applications', label: 'Applications' });
  applications.upsert('argocd/notebooks', notebook(true));
  applications.status({ ...applications.source, state: 'live' });
  pods = testCollection([['ai/jupyter-0', gpuPod('jupyter-0', { owner: { kind: 'StatefulSet', name: 'jupyter' } })]]);
  const entry = { id: 'lab', label: 'Lab', url: 'http://lab:11434', application: null, vramBytes: null };
  const services = {
    engine: { applications, gate: testCollection(), projects: testCollection(), root: 'argocd/root' },
    seenApplications: applications,
    nodes: testCollection<ClusterNode>([['akula', gpuNode('akula', 4)]]),
    pods,
    gpuPods: pods,
    deployments: testCollection(),
    analyses: testCollection(),
    scaleSets: { sets: testCollection(), listeners: testCollection(), runners: testCollection() },
    models: [],
    modelServers: [{ ...entry, environment: {}, describe: () => Promise.resolve(null) }],
    runnerSources: [],
    declaredModels: testCollection(),
    platformMetrics: null,
    gateway: null,
    changeRows: testCollection(),
    operations: { checks: testCollection(), pulse: testCollection() },
  } as unknown as Services;
  const nothing = () => () => undefined;
  topics = createTopics(services, { models: nothing, runners: nothing, sources: nothing, vram: nothing });
});

/** What a topic tells, once somebody reads it. */
function follow(name: string) {
  const topic = topics.find((one) => one.name === name);
  topic?.start(() => undefined);
  topic?.heard?.();
  return () => (topic?.isDirty === true ? topic.collect(false)?.upsert : null);
}

it('the nodes tell that an application has let go of its last pod on a card', () => {
  const news = follow('gpu');
  applications.upsert('argocd/notebooks', notebook(false));
  expect(news()).toMatchObject([{ id: 'akula', applications: {} }]);
  applications.upsert('argocd/notebooks', notebook(false));
  expect(news(), 'it has none any more').toBeNull();
  applications.upsert('argocd/notebooks', notebook(true));
  expect(news()).toMatchObject([{ applications: { 'ai/jupyter-0': 'argocd/notebooks' } }]);
});

it('the model servers tell how applications are read, and not of each of them', () => {
  applications.status({ ...applications.source, state: 'unreachable', since: 5 });
  const news = follow('model-servers');
  applications.upsert('argocd/notebooks', notebook(false));
  expect(news()).toBeNull();
  applications.status({ ...applications.source, state: 'forbidden', reason: 'It refuses.', since: 7 });
  expect(news()).toMatchObject([{ declaredState: { state: 'forbidden', reason: 'It refuses.', since: 7 } }]);
});
