/**
 * Kinds that an application of a team is made of, as `LandingZone.kinds` names them. Not here on purpose: whatever gives rights
 * (roles, service account tokens), runs on every node, or belongs to the whole cluster.
 */
export const APPLICATION_KINDS: readonly string[] = [
  'Namespace',
  'Application.argoproj.io',
  'Deployment.apps',
  'StatefulSet.apps',
  'Rollout.argoproj.io',
  'Job.batch',
  'CronJob.batch',
  'Service',
  'Ingress.networking.k8s.io',
  'IngressRoute.traefik.io',
  'HTTPRoute.gateway.networking.k8s.io',
  'NetworkPolicy.networking.k8s.io',
  'PodDisruptionBudget.policy',
  'HorizontalPodAutoscaler.autoscaling',
  'PersistentVolumeClaim',
  'ConfigMap',
  'ServiceAccount',
  'SealedSecret.bitnami.com',
  'Certificate.cert-manager.io',
  'ServiceMonitor.monitoring.coreos.com',
];

/** Kinds that what a model asks for may be of where no golden path fits. Network policies come of what it asks for, not of its words. */
export const AI_KINDS: readonly string[] = [
  'Deployment.apps',
  'CronJob.batch',
  'Service',
  'Ingress.networking.k8s.io',
  'ConfigMap',
  'PersistentVolumeClaim',
  'NetworkPolicy.networking.k8s.io',
];

/** Namespaces of the platform itself, as `LandingZone.closedNamespaces` names them. */
export const PLATFORM_NAMESPACES: readonly string[] = [
  'kube-*',
  'default',
  'argocd',
  'cert-manager',
  'gpu-operator',
  'gitlab',
  'kyverno',
  'longhorn-system',
  'sealed-secrets',
  'trivy-system',
];
