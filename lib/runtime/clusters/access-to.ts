import 'server-only';
import type { AccessOptions } from '#lib/adapters/kubernetes/access/access.ts';
import type { ClusterConfig } from '#lib/config/load.ts';

/** How a cluster is reached, as it is configured. */
export function accessTo({ kubeconfig, context, inCluster, server, caFile, token }: ClusterConfig): AccessOptions {
  if (inCluster === true) {
    return { inCluster: true };
  }
  if (server !== undefined) {
    return { server, ...(token === undefined ? {} : { token }), ...(caFile === undefined ? {} : { caFile }) };
  }
  return { path: kubeconfig ?? '', ...(context === undefined ? {} : { context }) };
}
