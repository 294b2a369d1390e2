import type { Pod } from './workload.ts';

/** `namespace/Kind/name`: what an application's object and the pods made for it have in common. */
export function workloadId({ namespace, kind, name }: { namespace: string; kind: string; name: string }): string {
  return `${namespace}/${kind}/${name}`;
}

/**
 * The workload that a pod was made for: its owner, and itself where it has none. A ReplicaSet is made for a Deployment
 * and named after it with a hash behind.
 */
export function workloadIdOf({ namespace, name, owner }: Pick<Pod, 'namespace' | 'name' | 'owner'>): string {
  if (owner === null) {
    return workloadId({ namespace, kind: 'Pod', name });
  }
  return owner.kind === 'ReplicaSet'
    ? workloadId({ namespace, kind: 'Deployment', name: owner.name.replace(/-[^-]*$/, '') })
    : workloadId({ namespace, ...owner });
}
