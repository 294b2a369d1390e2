import type { Schema } from '#lib/domain/json-schema/schema.ts';
import { writeManifest } from '#lib/domain/manifest/write-yaml.ts';
import { fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';
import type { KubernetesObject, MakeableKind, ObjectPlace } from './kind.ts';
import { CONFIG_MAP } from './kinds/config-map.ts';
import { CRON_JOB } from './kinds/cron-job.ts';
import { DEPLOYMENT } from './kinds/deployment.ts';
import { INGRESS } from './kinds/ingress.ts';
import { SERVICE } from './kinds/service.ts';
import { VOLUME } from './kinds/volume.ts';

const KINDS: readonly MakeableKind[] = [DEPLOYMENT, CRON_JOB, SERVICE, INGRESS, CONFIG_MAP, VOLUME];
/** Of each kind. */
const MOST_OBJECTS = 8;

/** The kinds that a model may make of those that are allowed, by the names that landing zones use. */
export function makeableKinds(allowed: readonly string[]): MakeableKind[] {
  return KINDS.filter(({ id }) => allowed.includes(id));
}

/** What a model answers with: a list for each kind. */
export function objectsShape(kinds: readonly MakeableKind[]): Schema {
  const lists = kinds.map(({ list, shape }): [string, Schema] => {
    const { description = '', ...items } = shape;
    return [list, { type: 'array', maxItems: MOST_OBJECTS, description, items }];
  });
  return { type: 'object', additionalProperties: false, properties: Object.fromEntries(lists) };
}

export type MadeObjects =
  | { files: { path: string; content: string }[]; objects: KubernetesObject[] }
  | { problem: string };

/**
 * The objects that a model named, written by the portal: one file each, in the application's own folder.
 * @param answer of {@link objectsShape}
 * @param folder that all AI writes into, without a slash at its end
 */
export function makeObjects(
  answer: Readonly<Record<string, unknown>>,
  kinds: readonly MakeableKind[],
  { folder, ...place }: ObjectPlace & { folder: string },
): MadeObjects {
  const objects = kinds.flatMap(({ list, make }) =>
    itemsOf(answer[list], MOST_OBJECTS).map((entry) => make(fieldsOf(entry), place)),
  );
  if (objects.length === 0) {
    return { problem: 'The answer names no object at all.' };
  }
  const byPath = Map.groupBy(objects, (object) => `${folder}/${place.appName}/${fileNameOf(object)}`);
  const [twice] = [...byPath.values()].filter((same) => same.length > 1).map(([first]) => first);
  if (twice !== undefined) {
    const { kind, metadata } = twice;
    return {
      problem: `There are two of the kind ${kind} with the name ${metadata.name}: give each a part of its own.`,
    };
  }
  const files = [...byPath].map(([path, [object]]) => ({ path, content: writeManifest(object) }));
  return { files, objects };
}

function fileNameOf({ kind, metadata }: KubernetesObject): string {
  return `${kind.toLowerCase()}-${metadata.name}.yaml`;
}
