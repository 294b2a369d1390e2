import { ARC_TYPES } from '../../controllers/operators/arc/types.ts';
import { RESOURCE_TYPES } from '../../kubernetes/resources.ts';
import { type KubernetesRig, startRig } from '../../kubernetes/testing/kubernetes-rig.ts';
import { grantPortal, PORTAL_ACCOUNT } from '../../portal-account.ts';
import { twinApplication, twinObjects } from './twin-objects.ts';

const TOKEN = 'portal-token';

/** Two API servers with objects of the same names, to which the portal has the rights that it is shipped with. */
export type TwoClusters = {
  hub: KubernetesRig;
  edge: KubernetesRig;
  /** As the configuration of a portal has them, each under its id. */
  config: ClusterEntry[];
  /** Their tokens. */
  environment: Record<string, string>;
  close(): Promise<void>;
};

export type ClusterEntry = {
  id: string;
  label?: string;
  server: string;
  destinations?: string[];
  argocd?: { root: string; url: string };
};

/**
 * The Argo CD of the hub deploys the same workload three times: to itself, to the edge, and to a cluster that nobody knows.
 * That of the edge has an application of the same name. Whatever is wrong is wrong at the edge.
 */
export async function startTwoClusters(): Promise<TwoClusters> {
  const open = () => startRig({ users: [{ token: TOKEN, name: PORTAL_ACCOUNT, groups: ['system:authenticated'] }] });
  const [hub, edge] = await Promise.all([open(), open()]);
  fill(hub, [
    ...twinObjects({ cpu: '1', slices: 4, isCrashing: false, isListening: true }),
    twinApplication('shop', { server: 'https://kubernetes.default.svc' }),
    twinApplication('shop-edge', { name: 'edge' }),
    twinApplication('shop-far', { server: 'https://10.9.9.9:6443' }),
  ]);
  fill(edge, [
    ...twinObjects({ cpu: '40', slices: 2, isCrashing: true, isListening: false }),
    twinApplication('shop', { name: 'in-cluster' }),
  ]);
  return {
    hub,
    edge,
    config: [
      { id: 'hub', server: hub.url, argocd: { root: 'root', url: 'https://argocd.hub.example' } },
      {
        id: 'edge',
        label: 'Edge',
        server: edge.url,
        destinations: ['edge'],
        argocd: { root: 'root', url: 'https://argocd.edge.example' },
      },
    ],
    environment: { PORTOLAN_CLUSTER_HUB_TOKEN: TOKEN, PORTOLAN_CLUSTER_EDGE_TOKEN: TOKEN },
    async close() {
      await Promise.all([hub.close(), edge.close()]);
    },
  };
}

function fill({ store, installCrd }: KubernetesRig, objects: ReturnType<typeof twinObjects>): void {
  grantPortal(store);
  for (const type of ARC_TYPES) {
    installCrd(type);
  }
  for (const object of objects) {
    const type = [...RESOURCE_TYPES, ...ARC_TYPES].find(({ kind }) => kind === object.kind);
    if (type === undefined) {
      throw new Error(`the sandbox has no kind ${object.kind}`);
    }
    store.create(type, object);
  }
}
