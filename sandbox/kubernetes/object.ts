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
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
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
};
