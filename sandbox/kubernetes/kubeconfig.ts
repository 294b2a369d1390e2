import { stringify } from 'yaml';

/**
 * A kubeconfig file with one cluster, one user and one context, all of that name. kubectl leaves the token away when
 * the address is not https: over plain HTTP it comes as nobody.
 * @param ca the certificate of the server's authority, PEM
 */
export function kubeconfigFor(url: string, token: string, context: string, ca?: string): string {
  const cluster = {
    server: url,
    // @kubernetes/client-node takes plain HTTP only from whoever says that it may.
    ...(url.startsWith('http:') ? { 'insecure-skip-tls-verify': true } : {}),
    ...(ca === undefined ? {} : { 'certificate-authority-data': Buffer.from(ca).toString('base64') }),
  };
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: context, cluster }],
    users: [{ name: context, user: { token } }],
    contexts: [{ name: context, context: { cluster: context, user: context } }],
    'current-context': context,
  });
}
