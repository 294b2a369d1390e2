import type { Prefix } from '#lib/domain/cluster/qualified.ts';

/** Of a cluster, the sources without which nothing of its nodes can be said. */
export type ClusterStanding = { prefix: Prefix; sources: string[] };
