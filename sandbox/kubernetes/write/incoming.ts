import { randomInt } from 'node:crypto';
import type { ApiRequest } from '../api/api-request.ts';
import { badRequest } from '../api/errors.ts';
import { isObject } from '../api/json-shape.ts';
import { apiVersionOf, type KubeObject, type ObjectMeta } from '../object.ts';

/**
 * An object as somebody sent it, fitted to the path it was sent to: its kind must be the path's, its name and namespace
 * the path's where it has them. Throws ApiError 400.
 */
export function fitToPath({ resource, info }: ApiRequest, sent: Record<string, unknown>): KubeObject {
  const apiVersion = apiVersionOf(resource);
  const { apiVersion: givenVersion = apiVersion, kind: givenKind = resource.kind } = sent;
  if (givenKind !== resource.kind) {
    throw badRequest(
      `${String(givenKind)} in version "${resource.version}" cannot be handled as a ${resource.kind}: converting (${String(givenVersion)}.${String(givenKind)}) to (${apiVersion}.${resource.kind}): unknown conversion`,
    );
  }
  if (givenVersion !== apiVersion) {
    throw badRequest(
      `the API version in the data (${String(givenVersion)}) does not match the expected API version (${apiVersion})`,
    );
  }
  const metadata = isObject(sent.metadata) ? cleaned(sent.metadata) : { name: '' };
  const isNamed = info.name !== '';
  if (isNamed && metadata.name !== '' && metadata.name !== info.name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${info.name})`);
  }
  return {
    ...sent,
    apiVersion,
    kind: resource.kind,
    metadata: {
      ...metadata,
      name: metadata.name || info.name,
      ...placed(resource.namespaced, info.namespace, metadata),
    },
  };
}

function placed(isNamespaced: boolean, namespace: string, metadata: ObjectMeta): { namespace?: string } {
  if (!isNamespaced) {
    return { namespace: undefined };
  }
  if (metadata.namespace !== undefined && metadata.namespace !== '' && metadata.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  return { namespace };
}

/** Metadata without what only the server writes, and with a name even where it is to be made up. */
function cleaned(metadata: Record<string, unknown>): ObjectMeta {
  const { name, generateName, creationTimestamp, managedFields, selfLink, ...rest } = metadata;
  const given = typeof name === 'string' ? name : '';
  const made = given === '' && typeof generateName === 'string' && generateName !== '' ? madeName(generateName) : given;
  return { ...rest, ...(generateName === undefined ? {} : { generateName }), name: made } as ObjectMeta;
}

const NAME_CHARACTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** `generateName` and five characters (apiserver/pkg/storage/names/generate.go). */
function madeName(base: string): string {
  const suffix = Array.from({ length: 5 }, () => NAME_CHARACTERS.charAt(randomInt(NAME_CHARACTERS.length)));
  return base.slice(0, 58) + suffix.join('');
}
