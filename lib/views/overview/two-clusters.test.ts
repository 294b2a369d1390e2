import { expect, it } from 'vitest';
import type { Application } from '#lib/domain/application/application.ts';
import type { ClusterNode } from '#lib/domain/node/node.ts';
import type { SourceState } from '#lib/domain/source/source.ts';
import type { Pod } from '#lib/domain/workload/workload.ts';
import type { Services } from '#lib/portal/context.ts';
import { application } from '#lib/testing/application.ts';
import { partsOfTwo } from '#lib/testing/clusters/parts.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { gpuNode, gpuPod } from '#lib/testing/gpu-cluster.ts';
import { readGpuNodes, readWaitingForGpu } from '../gpu/nodes.ts';
import { readOverview } from './read.ts';

type Away = Partial<Record<'hub' | 'edge', SourceState>>;

/** A portal on two clusters of which the Argo CD of one is in this state, and none of its applications is there. */
function portal(away: Away = {}, edgePods: SourceState = 'live'): Services {
  const at = (prefix: string): [string, Application][] => {
    const root = `${prefix}argocd/root`;
    const own = application({ name: 'shop', namespace: `${prefix}argocd`, parent: root, wave: 1 });
    return [[own.id, own]];
  };
  const applications = partsOfTwo<Application>(
    'applications',
    away.hub === undefined ? at('') : [],
    away.edge === undefined ? at('edge~') : [],
  );
  for (const cluster of ['hub', 'edge'] as const) {
    applications[cluster].source = { ...applications[cluster].source, state: away[cluster] ?? 'live' };
  }
  const node = (name: string): [string, ClusterNode] => [name, gpuNode(name, 2)];
  const waiting = (id: string): Pod => gpuPod('w', { id, phase: 'Pending', nodeName: null });
  const pods = partsOfTwo<Pod>(
    'pods',
    [
      ['ai/a', gpuPod('a')],
      ['ai/w', waiting('ai/w')],
    ],
    [['edge~ai/w', waiting('edge~ai/w')]],
  );
  pods.edge.source = { ...pods.edge.source, state: edgePods };
  const gate = testCollection();
  const engines = (['hub', 'edge'] as const).map((cluster) => ({ applications: applications[cluster], gate }));
  const engine = {
    root: 'argocd/root',
    applications: applications.all,
    gate,
    byCluster: new Map([
      [null, engines[0]],
      ['edge', engines[1]],
    ]),
  };
  return {
    engine,
    seenApplications: applications.all,
    nodes: partsOfTwo('nodes', [node('akula')], [node('edge~akula')]).all,
    pods: pods.all,
    gpuPods: pods.all,
    models: [],
    runnerSources: [],
    changeRows: testCollection(),
  } as unknown as Services;
}

it('what the first cluster delivers is not known while its Argo CD is not, whatever others say', () => {
  expect(readOverview(portal()).ladder).toMatchObject({ total: 1 });
  const away = readOverview(portal({ hub: 'unreachable' }));
  expect([away.ladder, away.standsOn.ladder]).toEqual([null, ['hub/applications']]);
  expect(readOverview(portal({ edge: 'unreachable' })).ladder).toMatchObject({ total: 1 });
});

it('a pod is said to be of no application only where every Argo CD is known, or none is there', () => {
  const known = (away: Away) => readGpuNodes(portal(away))?.map(({ id, applications }) => [id, applications]);
  const all = [
    ['akula', {}],
    ['edge~akula', {}],
  ];
  expect(known({})).toEqual(all);
  expect(known({ edge: 'absent' })).toEqual(all);
  expect(known({ edge: 'unreachable' })).toEqual(all.map(([id]) => [id, null]));
});

it.each(['forbidden', 'unreachable', 'starting'] as const)(
  'pods of a cluster that is %s do not wait on, though they are remembered',
  (state) => {
    const waiting = (services: Services) => [
      readOverview(services).pending?.map(({ id }) => id),
      readWaitingForGpu(services)?.rows.map(({ id }) => id),
    ];
    expect(waiting(portal())).toEqual([
      ['ai/w', 'edge~ai/w'],
      ['ai/w', 'edge~ai/w'],
    ]);
    expect(waiting(portal({}, state))).toEqual([['ai/w'], ['ai/w']]);
    expect(waiting(portal({}, 'stale'))[0]).toEqual(['ai/w', 'edge~ai/w']);
  },
);
