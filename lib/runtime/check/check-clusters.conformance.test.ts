import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import type { Config } from '#lib/config/load.ts';
import { parseConfig } from '#lib/config/read-file.ts';
import { CLUSTER_TOKEN, clustersYaml, startTwoClusters, type TwoClusters } from '#lib/testing/clusters/two-clusters.ts';
import type { KubeObject } from '#sandbox/kubernetes/object.ts';
import { resourceType } from '#sandbox/kubernetes/resources.ts';
import { openClusterProbes } from './cluster-probes.ts';

const ROLE = resourceType('ClusterRole');
const WITHOUT_ARGOCD = '    argocd: {root: root, url: "https://argocd.edge.example"}\n';

let two: TwoClusters;
beforeEach(async () => {
  two = await startTwoClusters();
});
afterEach(() => two.close());

/** Of each connection, the problems that its check finds. */
async function check(clusters: string): Promise<[id: string, problems: string[]][]> {
  const file = parseConfig(
    `url: http://localhost:3000\nsignIn: {mode: single-user}\nroles: {}\nforges: [{id: g, kind: gitlab, url: "https://g.example"}]\n${clusters}gitops: {forge: g, repository: a/b}\n`,
    'portolan.yaml',
  );
  const config = { ...file, clusters: file.clusters.map((one) => ({ ...one, token: CLUSTER_TOKEN })) };
  const { probes, close } = openClusterProbes(config as unknown as Config, createSystemClock());
  const found = await Promise.all(
    probes.map(async ({ id, diagnose }): Promise<[string, string[]]> => {
      const { findings } = await diagnose();
      return [id, findings.filter(({ state }) => state === 'problem').map(({ subject }) => subject)];
    }),
  );
  close();
  return found;
}

it('looks at every cluster, and at the Argo CD of those that have one', async () => {
  const all = clustersYaml(two);
  const found = await check(all.replace(WITHOUT_ARGOCD, ''));
  expect(found).toEqual([
    ['clusters/hub', []],
    // Its applications have no root in these fixtures.
    ['clusters/hub/argocd', ['root']],
    ['clusters/edge', []],
  ]);
  expect((await check(all)).map(([id]) => id)).toEqual([
    ...['clusters/hub', 'clusters/hub/argocd', 'clusters/edge', 'clusters/edge/argocd'],
  ]);
});

it('asks a cluster without Argo CD for no right to its kinds, and each cluster for its own', async () => {
  const role = two.edge.store.get(ROLE, '', 'portolan-reader') as KubeObject & { rules: { apiGroups?: string[] }[] };
  const rules = role.rules.filter(
    ({ apiGroups }) => !apiGroups?.includes('argoproj.io') && !apiGroups?.includes('apps'),
  );
  two.edge.store.update(ROLE, { ...role, rules });
  const all = clustersYaml(two);
  expect(Object.fromEntries(await check(all.replace(WITHOUT_ARGOCD, '')))).toMatchObject({
    'clusters/hub': [],
    'clusters/edge': ['read deployments.apps'],
  });
  expect(Object.fromEntries(await check(all))).toMatchObject({
    'clusters/hub': [],
    'clusters/edge': ['read applications.argoproj.io', 'read appprojects.argoproj.io', 'read deployments.apps'],
  });
});
