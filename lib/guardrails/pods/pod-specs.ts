import { isRecord, type ManifestPath } from '#lib/domain/manifest/manifest.ts';
import { cutText, fieldsOf } from '#lib/domain/value/fields.ts';
import { walkValues } from '../reading/walk.ts';

export type ContainerList = 'containers' | 'initContainers' | 'ephemeralContainers';

const LISTS: readonly ContainerList[] = ['containers', 'initContainers', 'ephemeralContainers'];

/** The description of a pod somewhere in an object. */
export type PodSpec = { path: ManifestPath; spec: Record<string, unknown> };

export type Container = { path: ManifestPath; list: ContainerList; name: string; fields: Record<string, unknown> };

/**
 * Every description of a pod in a document, however deep: of a Pod, of any controller's template, of custom kinds that nobody
 * listed here. A mapping that has a list of containers is one.
 */
export function podSpecsOf(document: unknown): PodSpec[] {
  const found: PodSpec[] = [];
  for (const { path, value } of walkValues(document)) {
    if (isRecord(value) && LISTS.some((list) => Array.isArray(value[list]))) {
      found.push({ path, spec: value });
    }
  }
  return found;
}

/** All containers of a pod: ordinary, init and ephemeral ones. */
export function containersOf(pod: PodSpec, lists: readonly ContainerList[] = LISTS): Container[] {
  return lists.flatMap((list) => {
    const items: unknown[] = Array.isArray(pod.spec[list]) ? pod.spec[list] : [];
    return items.map((item, index) => {
      const fields = { ...fieldsOf(item) };
      const name = typeof fields.name === 'string' ? cutText(fields.name, 63) : `number ${index + 1}`;
      return { path: [...pod.path, list, index], list, name, fields };
    });
  });
}
