import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Kubernetes, kubeconfigFor } from './kubernetes/index.ts';
import type { SandboxSecrets } from './secrets.ts';

export type AccessFiles = {
  /** The certificate of the API server's authority. */
  caFile: string;
  /** For kubectl, as an administrator. */
  kubeconfig: string;
};

/** Writes what kubectl and the portal reach the API server with. */
export function writeAccessFiles(
  stateDir: string,
  { url, ca = '' }: Pick<Kubernetes, 'url' | 'ca'>,
  { adminClusterToken }: SandboxSecrets,
): AccessFiles {
  const caFile = join(stateDir, 'kubernetes-ca.pem');
  const kubeconfig = join(stateDir, 'kubeconfig.yaml');
  writeFileSync(caFile, ca);
  writeFileSync(kubeconfig, kubeconfigFor(url, adminClusterToken, 'sandbox', ca), { mode: 0o600 });
  return { caFile, kubeconfig };
}
