import type { KubeObject } from '../../../kubernetes/object.ts';
import { hashText } from '../draw.ts';
import { fieldAt, fieldsOf, listOf, textOf, textsOf } from '../fields.ts';

/** k3s gives services addresses from 10.43.0.0/16; the name decides which, so that a restart gives the same. */
function clusterAddress(object: KubeObject): string {
  const number = hashText(`${object.metadata.namespace}/${object.metadata.name}`) % 65_000;
  return `10.43.${Math.floor(number / 254)}.${(number % 254) + 1}`;
}

export function defaultService(object: KubeObject): KubeObject {
  const spec = { type: 'ClusterIP', sessionAffinity: 'None', ...fieldsOf(object.spec) };
  const given = fieldsOf(spec);
  const clusterIP = textOf(given.clusterIP) || clusterAddress(object);
  return {
    ...object,
    spec: {
      ...spec,
      ...(spec.type === 'ExternalName' ? {} : { clusterIP, clusterIPs: [clusterIP], ipFamilies: ['IPv4'] }),
      ports: listOf(given.ports).map((value) => {
        const port = fieldsOf(value);
        return { protocol: 'TCP', targetPort: port.port, ...port };
      }),
    },
    status: object.status ?? { loadBalancer: {} },
  };
}

export function defaultNamespace(object: KubeObject): KubeObject {
  return {
    ...object,
    metadata: {
      ...object.metadata,
      labels: { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name },
    },
    spec: { finalizers: ['kubernetes'], ...object.spec },
    status: object.status ?? { phase: 'Active' },
  };
}

/** `stringData` is for writing only: the API server keeps `data`, in base64. */
export function defaultSecret(object: KubeObject): KubeObject {
  const { stringData, ...rest } = object;
  const encoded = Object.entries(textsOf(stringData)).map(([key, text]) => [
    key,
    Buffer.from(text, 'utf8').toString('base64'),
  ]);
  const data = { ...textsOf(object.data), ...Object.fromEntries(encoded) };
  return { ...rest, type: textOf(object.type, 'Opaque'), ...(Object.keys(data).length > 0 ? { data } : {}) };
}

export function defaultNetworkPolicy(object: KubeObject): KubeObject {
  const policyTypes = object.spec?.egress === undefined ? ['Ingress'] : ['Ingress', 'Egress'];
  return { ...object, spec: { podSelector: {}, policyTypes, ...object.spec } };
}

export function defaultStorageClass(object: KubeObject): KubeObject {
  return { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate', ...object };
}

const DEFAULT_STORAGE_CLASS = 'storageclass.kubernetes.io/is-default-class';
const DEFAULT_INGRESS_CLASS = 'ingressclass.kubernetes.io/is-default-class';

/** Of several defaults the newest is taken: Kubernetes docs, "Storage Classes: default StorageClass". */
export function defaultClaim(object: KubeObject, storageClasses: readonly KubeObject[]): KubeObject {
  const spec = { volumeMode: 'Filesystem', ...fieldsOf(object.spec) };
  const isOpen = fieldAt(spec, 'storageClassName') === undefined && fieldAt(spec, 'volumeName') === undefined;
  const name = isOpen ? newestDefault(storageClasses, DEFAULT_STORAGE_CLASS) : undefined;
  return {
    ...object,
    spec: name === undefined ? spec : { ...spec, storageClassName: name },
    status: object.status ?? { phase: 'Pending' },
  };
}

export function defaultIngress(object: KubeObject, ingressClasses: readonly KubeObject[]): KubeObject {
  const isOpen = object.spec?.ingressClassName === undefined;
  const name = isOpen ? newestDefault(ingressClasses, DEFAULT_INGRESS_CLASS) : undefined;
  return {
    ...object,
    spec: name === undefined ? object.spec : { ...object.spec, ingressClassName: name },
    status: object.status ?? { loadBalancer: {} },
  };
}

function newestDefault(classes: readonly KubeObject[], annotation: string): string | undefined {
  return classes
    .filter((one) => one.metadata.annotations?.[annotation] === 'true')
    .sort((a, b) => (b.metadata.creationTimestamp ?? '').localeCompare(a.metadata.creationTimestamp ?? ''))[0]?.metadata
    .name;
}
