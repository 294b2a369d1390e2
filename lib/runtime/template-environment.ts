import 'server-only';
import type { Config } from '#lib/config/load.ts';

/**
 * What the configuration gives every template as `environment.parameters`. New Applications read the repository from the first address
 * that Argo CD is said to know it under, else from the forge's own.
 */
export function templateEnvironment(config: Config, repositoryUrl: string): Record<string, string> {
  const [cluster] = config.clusters;
  const [project] = config.guardrails.landing.projects;
  const { domain, ingressClass, ingressNamespace, ingressName, clusterIssuer } = config.platform;
  return {
    repositoryUrl: config.gitops.urls[0] ?? repositoryUrl,
    targetRevision: config.gitops.branch,
    argocdNamespace: cluster?.argocd?.namespace ?? 'argocd',
    domain: domain ?? domainOf(config.url),
    ingressClass,
    ingressNamespace,
    ingressName: ingressName ?? ingressClass,
    ...(clusterIssuer === undefined ? {} : { clusterIssuer }),
    ...(project === undefined ? {} : { project }),
  };
}

/** The domain that services get names under where none is configured: that of the portal itself. */
function domainOf(portalUrl: string): string {
  const { hostname } = new URL(portalUrl);
  const [, ...parents] = hostname.split('.');
  const isName = parents.length >= 2 && !/^[\d.]+$/.test(hostname);
  return isName ? parents.join('.') : 'homelab.local';
}
