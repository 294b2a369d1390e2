import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import type { Config } from '#lib/config/load.ts';
import { configOfTwo } from '#lib/testing/clusters/config-of-two.ts';
import type { KubeObject } from '#sandbox/kubernetes/object.ts';
import { resourceType } from '#sandbox/kubernetes/resources.ts';
import { startTwoClusters, type TwoClusters } from '#sandbox/testing/clusters/two-clusters.ts';
import { openClusterProbes } from './cluster-probes.ts';

const ROLE = resourceType('ClusterRole');
let two: TwoClusters;
beforeEach(async () => {
  two = await startTwoClusters();
});
afterEach(() => two.close());

/** Of each connection, the problems that its check finds. */
async function check(clusters: TwoClusters['config']): Promise<[id: string, problems: string[]][]> {
  const config = configOfTwo(two, clusters) as unknown as Config;
  const { probes, close } = openClusterProbes(config, createSystemClock());
  const found = await Promise.all(
    probes.map(async ({ id, diagnose }): Promise<[string, string[]]> => {
      const { findings } = await diagnose();
      return [id, findings.filter(({ state }) => state === 'problem').map(({ subject }) => subject)];
    }),
  );
  close();
  return found;
}

/** Where the edge has no Argo CD. */
function withoutArgoCd(): TwoClusters['config'] {
  return two.config.map(({ argocd, ...one }) => (one.id === 'edge' || argocd === undefined ? one : { ...one, argocd }));
}

it('looks at every cluster, and at the Argo CD of those that have one', async () => {
  const found = await check(withoutArgoCd());
  expect(found).toEqual([
    ['clusters/hub', []],
    // Its applications have no root in these fixtures.
    ['clusters/hub/argocd', ['root']],
    ['clusters/edge', []],
  ]);
  expect((await check(two.config)).map(([id]) => id)).toEqual([
    ...['clusters/hub', 'clusters/hub/argocd', 'clusters/edge', 'clusters/edge/argocd'],
  ]);
});

it('asks a cluster without Argo CD for no right to its kinds, and each cluster for its own', async () => {
  const role = two.edge.store.get(ROLE, '', 'portolan-reader') as KubeObject & { rules: { apiGroups?: string[] }[] };
  const rules = role.rules.filter(
    ({ apiGroups }) => !apiGroups?.includes('argoproj.io') && !apiGroups?.includes('apps'),
  );
  two.edge.store.update(ROLE, { ...role, rules });
  expect(Object.fromEntries(await check(withoutArgoCd()))).toMatchObject({
    'clusters/hub': [],
    'clusters/edge': ['read deployments.apps'],
  });
  expect(Object.fromEntries(await check(two.config))).toMatchObject({
    'clusters/hub': [],
    'clusters/edge': ['read applications.argoproj.io', 'read appprojects.argoproj.io', 'read deployments.apps'],
  });
});
