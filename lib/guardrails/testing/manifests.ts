/** A pod template's inside as a careful person writes it; tests change one thing in it. */
export const CONTAINERS = `containers:
  - name: web
    image: registry.homelab.local/team/web:1.2.0
    resources:
      requests:
        cpu: 100m
        memory: 128Mi
      limits:
        memory: 256Mi
`;

export function indent(text: string, spaces: number): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : ' '.repeat(spaces) + line))
    .join('\n');
}

export function deployment(pod = CONTAINERS, namespace = 'web'): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: ${namespace}
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
${indent(pod, 6)}`;
}

export function application(spec: Record<string, string> = {}, metadata: Record<string, string> = {}): string {
  const given: Record<string, string> = {
    project: 'apps',
    url: 'https://gitlab.homelab.local/platform/gitops-platform.git',
    revision: 'main',
    path: 'apps/web',
    ...spec,
  };
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${metadata.name ?? 'web'}
  namespace: ${metadata.namespace ?? 'argocd'}
  annotations:
    argocd.argoproj.io/sync-wave: "${metadata.wave ?? '7'}"
spec:
  project: ${given.project}
  source:
    repoURL: ${given.url}
    targetRevision: ${given.revision}
    path: ${given.path}
${given.source === undefined ? '' : indent(`${given.source}\n`, 4)}  destination:
    ${given.cluster ?? 'server: https://kubernetes.default.svc'}
    namespace: ${given.namespace ?? 'web'}
`;
}

export const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: web
spec:
  selector:
    app: web
  ports:
    - name: http
      port: 80
      targetPort: 8080
`;

export const NAMESPACE = `apiVersion: v1
kind: Namespace
metadata:
  name: web
  labels:
    pod-security.kubernetes.io/enforce: restricted
`;
