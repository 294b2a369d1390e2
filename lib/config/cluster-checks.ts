import { keyOf, OWN_CLUSTER } from '#lib/domain/cluster/destinations.ts';
import type { ConfigProblem } from './problem.ts';
import type { ConfigFile } from './schema.ts';

/** What the clusters of a file say about each other. */
export function clusterChecks({ clusters }: Pick<ConfigFile, 'clusters'>, path: string): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const tell = (key: string, message: string) => problems.push({ place: path, key, message });
  if (clusters[0]?.argocd === undefined) {
    tell(
      'clusters[0].argocd',
      'it is missing; expected that of the Argo CD which reads the GitOps repository: its cluster comes first',
    );
  }
  const owners = new Map<string, string>();
  for (const [index, { id, destinations }] of clusters.entries()) {
    for (const [at, destination] of destinations.entries()) {
      const key = `clusters[${index}].destinations[${at}]`;
      const owner = owners.get(keyOf(destination));
      if (OWN_CLUSTER.includes(keyOf(destination))) {
        tell(key, `"${destination}" is the cluster that an Argo CD runs in itself; expected another name or server`);
      } else if (owner !== undefined) {
        tell(key, `"${destination}" is a destination of "${owner}" already; expected each in one cluster`);
      }
      owners.set(keyOf(destination), id);
    }
  }
  return problems;
}
