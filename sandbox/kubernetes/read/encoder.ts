import type { Representation } from '../api/negotiation.ts';
import { apiVersionOf, type KubeObject, type ResourceType } from '../object.ts';
import { createTableMaker, type IncludeObject } from '../table/table.ts';
import { listBytes, objectBytes } from './object-bytes.ts';

export type EventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';

/** Turns objects of one kind into the bytes that were asked for. One encoder serves one request. */
export type Encoder = {
  object(object: KubeObject): Buffer;
  list(metadata: Record<string, unknown>, objects: readonly KubeObject[]): Buffer;
  /** A line of a watch. */
  event(type: EventType, object: KubeObject): Buffer;
};

/** @param now in ms, for the ages in tables */
export function createEncoder(
  resource: ResourceType,
  representation: Representation,
  options: { now: () => number; include: IncludeObject },
): Encoder {
  switch (representation.as) {
    case 'object':
      return {
        object: (object) => objectBytes(resource, object),
        list: (metadata, objects) => listBytes(resource, metadata, objects),
        event: (type, object) => objectBytes(resource, object, `{"type":"${type}","object":`, '}\n'),
      };
    case 'partial':
      return jsonEncoder((object) => partialOf(object, representation.version), representation.version);
    case 'table': {
      const maker = createTableMaker(resource, { ...options, version: representation.version });
      return {
        object: (object) => json(maker.table([object], { resourceVersion: object.metadata.resourceVersion })),
        list: (metadata, objects) => json(maker.table(objects, metadata)),
        event: (type, object) =>
          json({ type, object: maker.nextTable([object], { resourceVersion: object.metadata.resourceVersion }) }),
      };
    }
    default:
      return representation.as satisfies never;
  }
}

/** The metadata of an object alone. */
export function partialOf(object: KubeObject, version: Representation['version'] = 'v1'): KubeObject {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: object.metadata };
}

function jsonEncoder(shape: (object: KubeObject) => KubeObject, version: Representation['version']): Encoder {
  return {
    object: (object) => json(shape(object)),
    list: (metadata, objects) =>
      json({
        kind: 'PartialObjectMetadataList',
        apiVersion: `meta.k8s.io/${version}`,
        metadata,
        items: objects.map((object) => shape(object)),
      }),
    event: (type, object) => json({ type, object: shape(object) }),
  };
}

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

/** What a bookmark carries: nothing but how far the watch has come. */
export function bookmarkObject(resource: ResourceType, revision: number, isEndOfInitial: boolean): KubeObject {
  return {
    kind: resource.kind,
    apiVersion: apiVersionOf(resource),
    metadata: {
      resourceVersion: String(revision),
      ...(isEndOfInitial ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}),
    } as KubeObject['metadata'],
  };
}
