import { expect, it } from 'vitest';
import { partOf, partsOfTwo } from '#lib/testing/clusters/parts.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { quietOperations } from '#lib/testing/operations.ts';
import { connectionRows } from './rows.ts';

const NAMED = ['clusters/hub', 'clusters/hub/argocd', 'clusters/edge'].map((id) => ({
  id,
  title: id,
  address: '',
  partOf: null,
}));

it('every cluster has its own rows, and one that is away leaves those of the other', () => {
  const of = (kind: string) => {
    const parts = partsOfTwo<unknown>(kind);
    parts.edge.source = { ...parts.edge.source, state: 'unreachable' };
    return parts.all;
  };
  const rows = connectionRows({
    operations: quietOperations(createFakeClock(), { named: NAMED }),
    engine: { applications: partOf('hub/applications'), gate: partOf('hub/gate'), projects: partOf('hub/projects') },
    nodes: of('nodes'),
    pods: of('pods'),
    deployments: of('deployments'),
    analyses: of('analyses'),
    scaleSets: { sets: of('sets'), listeners: of('listeners'), runners: of('ephemeral') },
    models: [],
    platformMetrics: null,
    runnerSources: [],
    changeRows: testCollection(),
  } as unknown as Parameters<typeof connectionRows>[0]);
  const states = (cluster: string) =>
    rows.filter(({ id }) => id.split('/').includes(cluster)).map(({ id, state }) => `${id} ${state}`);
  expect(states('edge')).toEqual([
    'clusters/edge unreachable',
    ...['nodes', 'pods', 'deployments', 'analyses', 'sets', 'listeners', 'ephemeral'].map(
      (kind) => `edge/${kind} unreachable`,
    ),
  ]);
  expect(states('hub')).toEqual([
    'clusters/hub live',
    ...['applications', 'gate', 'projects'].map((kind) => `hub/${kind} live`),
    ...['nodes', 'pods', 'deployments', 'analyses', 'sets', 'listeners', 'ephemeral'].map((kind) => `hub/${kind} live`),
    'clusters/hub/argocd live',
  ]);
});
