import { typesOf } from '../../kubernetes/crds/definition.ts';
import type { ResourceType } from '../../kubernetes/object.ts';
import { BUILT_IN_TYPES, resourceType } from '../../kubernetes/resources.ts';
import type { ObjectIndex } from './object-index.ts';

const DEFINITION = resourceType('CustomResourceDefinition');

/**
 * The kind a manifest names, if the cluster serves it: a built-in one, or one whose CustomResourceDefinition is
 * installed at this moment.
 */
export function resolveResource(index: ObjectIndex, apiVersion: string, kind: string): ResourceType | undefined {
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/', 2) : ['', apiVersion];
  const isMeant = (type: ResourceType) => type.group === group && type.version === version && type.kind === kind;
  return (
    BUILT_IN_TYPES.find(isMeant) ??
    index
      .all(DEFINITION)
      .filter((definition) => definition.spec?.group === group)
      .flatMap(typesOf)
      .find(isMeant)
  );
}
