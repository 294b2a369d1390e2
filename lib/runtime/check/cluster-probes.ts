import 'server-only';
import { diagnoseArgoCdApi } from '#lib/adapters/argocd/api/diagnose.ts';
import { APPLICATION_KIND } from '#lib/adapters/argocd/application-kind.ts';
import { diagnoseArgoCd } from '#lib/adapters/argocd/diagnose.ts';
import { PROJECT_KIND } from '#lib/adapters/argocd/project-kind.ts';
import { settingsKind } from '#lib/adapters/argocd/settings-kind.ts';
import { createCluster } from '#lib/adapters/kubernetes/cluster.ts';
import { diagnoseCluster } from '#lib/adapters/kubernetes/diagnose.ts';
import { KUBERNETES_KINDS } from '#lib/adapters/kubernetes/kinds/index.ts';
import type { ClusterConfig, Config } from '#lib/config/load.ts';
import { secretName } from '#lib/config/secrets.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Cluster } from '#lib/ports/cluster.ts';
import { accessTo } from '../clusters/access-to.ts';
import { argoCdApiOf, engineApiConnection } from '../engine-api.ts';
import { ownRepositoryUrl } from './forge-probes.ts';
import type { Probe } from './probe.ts';

/** Every cluster and the Argo CD in it. `close` ends the connections that they share. */
export function openClusterProbes(config: Config, clock: Clock): { probes: Probe[]; close(): void } {
  const opened = config.clusters.map((cluster, index) => {
    const { id, label = id } = cluster;
    const open = createCluster({ id, label, kubeconfig: accessTo(cluster), clock, random: Math.random });
    return { open, probes: [...probesOf(config, cluster, open, `clusters[${index}]`), ...argoCdApiProbes(cluster)] };
  });
  return {
    probes: opened.flatMap(({ probes }) => probes),
    close() {
      for (const { open } of opened) {
        open.close();
      }
    },
  };
}

/** @param key where it stands in the configuration */
function probesOf(config: Config, cluster: ClusterConfig, open: Cluster, key: string): Probe[] {
  const { argocd } = cluster;
  const probe = clusterProbe(cluster, open, key);
  return argocd === undefined ? [probe] : [probe, argoCdProbe(config, { ...cluster, argocd }, open)];
}

function clusterProbe(config: ClusterConfig, cluster: Cluster, key: string): Probe {
  const { id, server, kubeconfig, argocd } = config;
  const ofArgoCd = argocd === undefined ? [] : [APPLICATION_KIND, PROJECT_KIND, settingsKind(argocd.namespace)];
  const kinds = [...ofArgoCd, ...Object.values(KUBERNETES_KINDS)];
  return {
    id: `clusters/${id}`,
    title: `Cluster ${id}`,
    address: server ?? kubeconfig ?? 'the cluster that Portolan runs in',
    diagnose: () => diagnoseCluster({ cluster, kinds, ...whereConfigured(config, key) }),
  };
}

function whereConfigured(
  { id, server, kubeconfig }: ClusterConfig,
  key: string,
): { address: string; credentials: string } {
  if (server !== undefined) {
    const token = secretName('CLUSTER', id, 'TOKEN');
    return { address: `${key}.server and ${key}.caFile`, credentials: `the token in ${token}` };
  }
  return kubeconfig === undefined
    ? { address: `${key}.inCluster`, credentials: 'the token that is mounted for its service account' }
    : { address: `${key}.kubeconfig and ${key}.context`, credentials: `those in ${kubeconfig}` };
}

type ArgoCdPlace = Pick<ClusterConfig, 'id' | 'argocdToken'> & { argocd: NonNullable<ClusterConfig['argocd']> };

function argoCdProbe(config: Config, { id, argocd, argocdToken }: ArgoCdPlace, cluster: Cluster): Probe {
  const { namespace, root, url } = argocd;
  const repositoryUrls = [ownRepositoryUrl(config), ...config.gitops.urls];
  return {
    id: `clusters/${id}/argocd`,
    title: `Argo CD in ${id}`,
    address: `${namespace}/${root}`,
    diagnose: () =>
      diagnoseArgoCd({
        cluster,
        namespace,
        root,
        repositoryUrls,
        ...(url === undefined ? {} : { url }),
        ...(argocdToken === undefined ? { lacksToken: secretName('CLUSTER', id, 'ARGOCD_TOKEN') } : {}),
      }),
  };
}

/** Nothing without a token: then the check of Argo CD says what is not known for want of one. */
function argoCdApiProbes(config: ClusterConfig): Probe[] {
  const { id, argocd } = config;
  const api = argoCdApiOf(config);
  if (api === null || argocd === undefined) {
    return [];
  }
  const secret = secretName('CLUSTER', id, 'ARGOCD_TOKEN');
  const { namespace, root } = argocd;
  return [
    {
      id: engineApiConnection(config),
      title: `Argo CD's API of ${id}`,
      address: api.url,
      diagnose: () => diagnoseArgoCdApi({ api, namespace, root, secretName: secret }),
    },
  ];
}
