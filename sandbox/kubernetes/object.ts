/** An object of the pretend cluster, complete enough for its controllers; everything beyond is carried along. */
export type KubeObject = {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
  [key: string]: unknown;
};

export type OwnerReference = {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
};

export type ObjectMeta = {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  /** How long a pod may take to end, as it was asked for. */
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
};

/** A column of `kubectl get`, as a CustomResourceDefinition declares it. */
export type PrinterColumn = {
  name: string;
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  jsonPath: string;
  description?: string;
  format?: string;
  /** Above 0 it shows only with `-o wide`. */
  priority?: number;
};

/** A kind the API server serves. */
export type ResourceType = {
  /** '' for the core group. */
  group: string;
  version: string;
  kind: string;
  /** In the URL. */
  plural: string;
  singular: string;
  shortNames: string[];
  namespaced: boolean;
  /** Whether status is a subresource; generation counts up on changes outside it. */
  hasStatus: boolean;
  /** False for the built-in kinds that never got a generation (ConfigMap, Node, …); without it they have one. */
  hasGeneration?: boolean;
  /** `all` puts a kind into `kubectl get all`. */
  categories?: string[];
  /** Served because a CustomResourceDefinition says so. */
  isCustom?: boolean;
  printerColumns?: PrinterColumn[];
  /** JSON paths a custom kind may be selected by, beside name and namespace. */
  selectableFields?: string[];
};

/** What a type is stored, counted and spoken of under: `applications.argoproj.io`, `pods`. */
export function qualifiedName(resource: Pick<ResourceType, 'group' | 'plural'>): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
}

/** As manifests name it: `v1`, `apps/v1`. */
export function apiVersionOf(resource: Pick<ResourceType, 'group' | 'version'>): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}
