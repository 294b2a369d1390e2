import type { HealthStatus } from './application.ts';

/** One object of an application as it is in the cluster, or one that is wanted and not there. */
export type LiveNode = {
  /** `group/kind/namespace/name`. */
  id: string;
  group: string;
  kind: string;
  namespace: string;
  name: string;
  /** What owns it, by id, of those in the tree; none for what the application itself brings. */
  owners: string[];
  /** Absent for kinds that have none. */
  health?: HealthStatus;
  healthMessage?: string;
  /** What it says of itself, such as the phase of a pod or why it cannot start. */
  status?: string;
  createdAt: number | null;
};

/** What an application brings, with everything that was made from it. */
export type LiveTree = {
  nodes: LiveNode[];
  /** How many more there are than are kept. */
  left: number;
};

export type ObjectKey = Pick<LiveNode, 'group' | 'kind' | 'namespace' | 'name'>;

/** What tells one object of a cluster from all others. */
export function objectId({ group, kind, namespace, name }: ObjectKey): string {
  return `${group}/${kind}/${namespace}/${name}`;
}
