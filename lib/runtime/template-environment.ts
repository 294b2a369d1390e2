import 'server-only';
import type { Config } from '#lib/config/load.ts';

/**
 * What the configuration gives every template as `environment.parameters`. New Applications read the repository from the first address
 * that Argo CD is said to know it under, else from the forge's own.
 */
export function templateEnvironment(config: Config, repositoryUrl: string): Record<string, string> {
  const [cluster] = config.clusters;
  const [project] = config.guardrails.landing.projects;
  return {
    repositoryUrl: config.gitops.urls[0] ?? repositoryUrl,
    targetRevision: config.gitops.branch,
    argocdNamespace: cluster?.argocd.namespace ?? 'argocd',
    ...(project === undefined ? {} : { project }),
  };
}
