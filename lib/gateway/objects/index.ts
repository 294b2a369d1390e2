import type { Schema } from '#lib/domain/json-schema/schema.ts';
import { writeManifest } from '#lib/domain/manifest/write-yaml.ts';
import { fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';
import { type KubernetesObject, type MakeableKind, nameOf, type ObjectPlace } from './kind.ts';
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

export type DraftFile = { path: string; content: string };

export type MadeObjects = { files: DraftFile[]; objects: KubernetesObject[] } | { problem: string };

/**
 * The objects that a model named, written by the portal: one file each. None where it named none.
 * @param answer of {@link objectsShape}
 * @param folder of the application, without a slash at its end
 */
export function makeObjects(
  answer: Readonly<Record<string, unknown>>,
  kinds: readonly MakeableKind[],
  { folder, ...where }: Omit<ObjectPlace, 'made'> & { folder: string },
): MadeObjects {
  const entriesOf = (list: string) => itemsOf(answer[list], MOST_OBJECTS).map(fieldsOf);
  const made = new Map(
    kinds.map(({ list }) => [list, new Set(entriesOf(list).map(({ part }) => nameOf(where, part)))] as const),
  );
  const objects = kinds.flatMap(({ list, make }) => entriesOf(list).map((entry) => make(entry, { ...where, made })));
  const byPath = Map.groupBy(objects, (object) => pathIn(folder, object));
  const [twice] = [...byPath.values()].filter((same) => same.length > 1).map(([first]) => first);
  if (twice !== undefined) {
    const { kind, metadata } = twice;
    return {
      problem: `There are two of the kind ${kind} with the name ${metadata.name}: give each a part of its own.`,
    };
  }
  return { files: filesOf(objects, folder), objects };
}

/** Objects as files of their own. */
export function filesOf(objects: readonly KubernetesObject[], folder: string): DraftFile[] {
  return objects.map((object) => ({ path: pathIn(folder, object), content: writeManifest(object) }));
}

function pathIn(folder: string, { kind, metadata }: KubernetesObject): string {
  return `${folder}/${kind.toLowerCase()}-${metadata.name}.yaml`;
}
