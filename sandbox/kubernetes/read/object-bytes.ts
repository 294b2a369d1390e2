import { apiVersionOf, type KubeObject, type ResourceType } from '../object.ts';

/**
 * An object's JSON without its type and without the opening brace: `"metadata":{…},"spec":{…}}`. Objects never
 * change, so it is made once, and a list of thousands is a matter of joining.
 */
const bodies = new WeakMap<KubeObject, Buffer>();

function bodyOf(object: KubeObject): Buffer {
  const known = bodies.get(object);
  if (known !== undefined) {
    return known;
  }
  const { apiVersion, kind, ...body } = object;
  const made = Buffer.from(JSON.stringify(body).slice(1));
  bodies.set(object, made);
  return made;
}

/** Drops the bytes of an object that has been replaced; they are made again if somebody still asks for them. */
export function forgetBytes(object: KubeObject): void {
  bodies.delete(object);
}

const openings = new Map<string, Buffer>();
const BRACE = Buffer.from('{');
const COMMA = Buffer.from(',');

function openingOf(resource: ResourceType): Buffer {
  const key = `${apiVersionOf(resource)} ${resource.kind}`;
  const known = openings.get(key);
  if (known !== undefined) {
    return known;
  }
  const made = Buffer.from(
    `{"kind":${JSON.stringify(resource.kind)},"apiVersion":${JSON.stringify(apiVersionOf(resource))},`,
  );
  openings.set(key, made);
  return made;
}

/** The object as JSON in the version asked for, between two texts. */
export function objectBytes(resource: ResourceType, object: KubeObject, before = '', after = ''): Buffer {
  return Buffer.concat([Buffer.from(before), openingOf(resource), bodyOf(object), Buffer.from(after)]);
}

/** A list as JSON. Items of built-in kinds do not repeat their type, as in the real server's answers. */
export function listBytes(
  resource: ResourceType,
  metadata: Record<string, unknown>,
  objects: readonly KubeObject[],
): Buffer {
  const parts: Buffer[] = [
    Buffer.from(
      `{"kind":${JSON.stringify(`${resource.kind}List`)},"apiVersion":${JSON.stringify(apiVersionOf(resource))},"metadata":${JSON.stringify(metadata)},"items":[`,
    ),
  ];
  const opening = resource.isCustom ? openingOf(resource) : BRACE;
  for (const [index, object] of objects.entries()) {
    if (index > 0) {
      parts.push(COMMA);
    }
    parts.push(opening, bodyOf(object));
  }
  parts.push(Buffer.from(']}\n'));
  return Buffer.concat(parts);
}
