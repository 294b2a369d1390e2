import { groupOf } from './objects.ts';

/** Built-in kinds that belong to no namespace (`kubectl api-resources --namespaced=false`), as kubectl names them. */
const CLUSTER_SCOPED = new Set([
  'APIService.apiregistration.k8s.io',
  'CSIDriver.storage.k8s.io',
  'CSINode.storage.k8s.io',
  'CertificateSigningRequest.certificates.k8s.io',
  'ClusterRole.rbac.authorization.k8s.io',
  'ClusterRoleBinding.rbac.authorization.k8s.io',
  'ClusterTrustBundle.certificates.k8s.io',
  'ComponentStatus',
  'CustomResourceDefinition.apiextensions.k8s.io',
  'DeviceClass.resource.k8s.io',
  'DeviceTaintRule.resource.k8s.io',
  'FlowSchema.flowcontrol.apiserver.k8s.io',
  'IPAddress.networking.k8s.io',
  'IngressClass.networking.k8s.io',
  'MutatingAdmissionPolicy.admissionregistration.k8s.io',
  'MutatingAdmissionPolicyBinding.admissionregistration.k8s.io',
  'MutatingWebhookConfiguration.admissionregistration.k8s.io',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass.scheduling.k8s.io',
  'PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io',
  'ResourceSlice.resource.k8s.io',
  'RuntimeClass.node.k8s.io',
  'SelfSubjectAccessReview.authorization.k8s.io',
  'SelfSubjectReview.authentication.k8s.io',
  'SelfSubjectRulesReview.authorization.k8s.io',
  'ServiceCIDR.networking.k8s.io',
  'StorageClass.storage.k8s.io',
  'StorageVersion.internal.apiserver.k8s.io',
  'StorageVersionMigration.storagemigration.k8s.io',
  'SubjectAccessReview.authorization.k8s.io',
  'TokenReview.authentication.k8s.io',
  'ValidatingAdmissionPolicy.admissionregistration.k8s.io',
  'ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io',
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io',
  'VolumeAttachment.storage.k8s.io',
  'VolumeAttributesClass.storage.k8s.io',
]);

/** A kind as kubectl names it: `Deployment.apps`, `Service`. */
export function kindName(apiVersion: string, kind: string): string {
  const group = groupOf(apiVersion);
  return group === '' ? kind : `${kind}.${group}`;
}

/** Whether a kind belongs to no namespace, as far as its name tells: custom kinds say so with `Cluster` by custom. */
export function isClusterScoped(name: string): boolean {
  return (
    CLUSTER_SCOPED.has(name) ||
    /^(?:Cluster|Global)[A-Z]/.test(name) ||
    name === 'GatewayClass.gateway.networking.k8s.io'
  );
}

/** Whether a list of kinds allows one: by its full name, or, for kinds in a namespace, with `*` for every kind or kind of a group. */
export function allowsKind(allowed: readonly string[], name: string): boolean {
  if (allowed.includes(name)) {
    return true;
  }
  const dot = name.indexOf('.');
  const group = dot < 0 ? '' : name.slice(dot);
  return !isClusterScoped(name) && (allowed.includes('*') || (group !== '' && allowed.includes(`*${group}`)));
}
