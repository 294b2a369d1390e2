import type { SandboxSecrets } from './secrets.ts';
import type { Sandbox } from './start-sandbox.ts';

/** Where a running sandbox is reached, and with what. */
export type SandboxAddresses = {
  gitlab: string;
  kubernetes: string;
  ollama: string;
  github: string;
  gitea: string;
  /** Of argocd-server; null for a generated platform, which has none. */
  argocd: string | null;
  control: string;
  /** Of the exporters, which `/targets` lists, and of the Prometheus that scrapes them. */
  metrics: string;
  caFile: string;
  /** Of an administrator, for kubectl. */
  kubeconfig: string;
  /** Worth something in this sandbox only. */
  secrets: SandboxSecrets;
};

export function addressesOf(sandbox: Sandbox): SandboxAddresses {
  const { gitlab, kubernetes, ollama, github, gitea, platform, controlUrl, metricsUrl, caFile, kubeconfig, secrets } =
    sandbox;
  return {
    gitlab: gitlab.url,
    kubernetes: kubernetes.url,
    ollama: ollama.url,
    github: github.url,
    gitea: gitea.url,
    argocd: platform.argocd?.url ?? null,
    control: controlUrl,
    metrics: metricsUrl,
    caFile,
    kubeconfig,
    secrets,
  };
}
