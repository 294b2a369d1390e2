import type { ClusterConfig, Config } from '#lib/config/load.ts';
import { parseConfig } from '#lib/config/read-file.ts';
import type { TwoClusters } from '#sandbox/testing/clusters/two-clusters.ts';

type OfClusters = Pick<Config, 'clusters' | 'forges' | 'gitops'>;

/** The text of a configuration with these clusters, of a portal that has nothing else. */
export function clustersText(clusters: TwoClusters['config'], forge = 'https://gitlab.example'): string {
  return `url: http://localhost:3000
database: file:portolan.db
signIn: {mode: single-user}
roles: {}
forges: [{id: gitlab, kind: gitlab, url: "${forge}"}]
clusters: ${JSON.stringify(clusters)}
gitops: {forge: gitlab, repository: platform/gitops}
`;
}

/** What the text comes to, with the tokens of the clusters. */
export function configOfTwo({ environment, config }: TwoClusters, clusters = config): OfClusters {
  const file = parseConfig(clustersText(clusters), 'portolan.yaml');
  const withToken = (one: (typeof file.clusters)[number]): ClusterConfig => {
    const token = environment[`PORTOLAN_CLUSTER_${one.id.toUpperCase()}_TOKEN`];
    return { ...one, token, argocdToken: undefined };
  };
  const forges = file.forges.map((one) => ({ ...one, clientSecret: undefined, token: '', webhookSecret: undefined }));
  return { forges, gitops: file.gitops, clusters: file.clusters.map(withToken) };
}
