import { definitionOf } from '../../../kubernetes/crds/definition.ts';
import type { KubeObject, ResourceType } from '../../../kubernetes/object.ts';
import { RESOURCE_TYPES } from '../../../kubernetes/resources.ts';

type Row = [kind: string, plural: string, scope: 'Namespaced' | 'Cluster', version: string];

/**
 * The CustomResourceDefinitions a chart brings for one group. Kinds the sandbox works with keep the columns they have;
 * the others are known by name only.
 */
export function definitions(
  group: string,
  rows: readonly Row[],
  annotations: Record<string, string> = {},
): KubeObject[] {
  return rows.map(([kind, plural, scope, version]) => {
    const known = RESOURCE_TYPES.find((type) => type.group === group && type.kind === kind);
    const type: ResourceType = known ?? {
      group,
      version,
      kind,
      plural,
      singular: kind.toLowerCase(),
      shortNames: [],
      namespaced: scope === 'Namespaced',
      hasStatus: true,
      isCustom: true,
    };
    const definition = definitionOf(type);
    return { ...definition, metadata: { ...definition.metadata, annotations } };
  });
}
