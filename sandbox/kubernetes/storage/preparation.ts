import type { KubeObject, ResourceType } from '../object.ts';
import { isSameJson } from './same-json.ts';

/**
 * What the API server adds to every object that is created, whoever creates it (the strategies' PrepareForCreate and
 * the defaults of the types, in the parts the platform shows).
 */
export function prepareForCreate(resource: ResourceType, object: KubeObject): KubeObject {
  const generation = (resource.hasGeneration ?? true) ? { generation: 1 } : {};
  const prepared = { ...object, metadata: { ...object.metadata, ...generation } };
  switch (resource.group === '' ? resource.kind : '') {
    case 'Namespace':
      return prepareNamespace(prepared);
    case 'Pod':
      return { ...prepared, status: { phase: 'Pending', ...prepared.status } };
    case 'Secret':
      return mergeStringData(prepared);
    default:
      return prepared;
  }
}

/** Keeps what no update may change and counts the generation up where the wish changed. */
export function prepareForUpdate(resource: ResourceType, object: KubeObject, previous: KubeObject): KubeObject {
  const { uid, creationTimestamp, deletionTimestamp, resourceVersion } = previous.metadata;
  const kept = {
    uid,
    creationTimestamp,
    resourceVersion,
    deletionTimestamp: deletionTimestamp ?? object.metadata.deletionTimestamp,
  };
  const prepared = { ...object, metadata: { ...object.metadata, ...kept } };
  const updated = resource.group === '' && resource.kind === 'Secret' ? mergeStringData(prepared) : prepared;
  const generation = nextGeneration(resource, updated, previous);
  return generation === undefined ? updated : { ...updated, metadata: { ...updated.metadata, generation } };
}

/** Status does not count where it is a subresource; setting the deletion time does (rest/delete.go). */
function nextGeneration(resource: ResourceType, object: KubeObject, previous: KubeObject): number | undefined {
  if (!(resource.hasGeneration ?? true)) {
    return previous.metadata.generation;
  }
  const before = previous.metadata.generation ?? 1;
  const wish = ({ metadata, status, ...rest }: KubeObject) => (resource.hasStatus ? rest : { ...rest, status });
  const isDeletionNew =
    previous.metadata.deletionTimestamp === undefined && object.metadata.deletionTimestamp !== undefined;
  return isDeletionNew || !isSameJson(wish(object), wish(previous)) ? before + 1 : before;
}

function prepareNamespace(object: KubeObject): KubeObject {
  const labels = { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name };
  return {
    ...object,
    metadata: { ...object.metadata, labels },
    spec: { finalizers: ['kubernetes'], ...object.spec },
    status: { phase: 'Active', ...object.status },
  };
}

/** `stringData` is for writing only: it goes into `data`, encoded. */
function mergeStringData(object: KubeObject): KubeObject {
  const { stringData, ...rest } = object;
  if (typeof stringData !== 'object' || stringData === null) {
    return object;
  }
  const encoded = Object.entries(stringData).map(([key, text]) => [key, Buffer.from(String(text)).toString('base64')]);
  const data = typeof rest.data === 'object' ? rest.data : {};
  return { ...rest, data: { ...data, ...Object.fromEntries(encoded) } } as KubeObject;
}
