import { textsOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';

/** The parts of an object that git decides about: no status, nothing the API server keeps to itself. */
export function comparable(object: KubeObject): KubeObject {
  const { status, metadata, stringData, ...rest } = object;
  const { labels, annotations, finalizers } = metadata;
  const encoded = Object.entries(textsOf(stringData)).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
  return {
    ...rest,
    ...(encoded.length > 0 ? { data: { ...textsOf(rest.data), ...Object.fromEntries(encoded) } } : {}),
    metadata: {
      name: metadata.name,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
    },
  } as KubeObject;
}
