import type { SourceStatus } from '#lib/domain/source/source.ts';

/** A Kubernetes object as it arrives: nothing in it may be assumed. */
export type KubernetesObject = { readonly [key: string]: unknown };

/**
 * A kind to keep a copy of. A new kind is one of these and a line in a registry.
 * `toDomain` maps on arrival to something small; it throws when the object is garbage, and that one object is
 * skipped, counted and reported.
 */
export interface KindDescriptor<Value> {
  /** '' for the core group. */
  readonly group: string;
  readonly version: string;
  /** The plural in the URL: `applications`. */
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Comes with something that a platform can do without: where it is missing, nothing is wrong. */
  readonly isOptional?: true;
  /** One object of the kind alone, where the portal has no business with the others. */
  readonly only?: { readonly namespace: string; readonly name: string };
  /** The id a value is kept under. */
  idOf(value: Value): string;
  toDomain(object: KubernetesObject): Value;
}

/** Where reflected values go. Calls never overlap. */
export interface ReflectionSink<Value> {
  /** The whole state, after a list: what is not in it is gone. */
  replace(values: ReadonlyMap<string, Value>): void;
  upsert(id: string, value: Value): void;
  remove(id: string): void;
  /** The state of the source, each time it changes or is confirmed. */
  status(status: SourceStatus): void;
}

export interface Reflection {
  /** Stops for good and leaves no timer and no connection. */
  stop(): Promise<void>;
}

/** What a token may do with a kind, as the API server itself answers. */
export type AccessQuestion = {
  verb: 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';
  group: string;
  resource: string;
  namespace?: string;
  /** One object alone. */
  name?: string;
};

/**
 * A cluster, to read. There is no way to write: the only requests are GETs and the API server's own reviews of
 * what the token may do.
 */
export interface Cluster {
  readonly id: string;
  readonly label: string;
  /** Keeps `sink` equal to the cluster until stopped, through every fault. */
  reflect<Value>(kind: KindDescriptor<Value>, sink: ReflectionSink<Value>): Reflection;
  /** GET of a path of the API (`/version`, `/openapi/v3`), parsed. Throws ExternalError. */
  get(path: string, signal?: AbortSignal): Promise<unknown>;
  /** SelfSubjectReview: who the token is there; null where the server is too old to say. Throws ExternalError. */
  whoAmI(signal?: AbortSignal): Promise<string | null>;
  /** SelfSubjectAccessReview. Throws ExternalError. */
  may(question: AccessQuestion, signal?: AbortSignal): Promise<boolean>;
}
