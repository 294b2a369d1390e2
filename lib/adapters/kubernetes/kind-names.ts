import type { SourceStatus } from '#lib/domain/source/source.ts';
import type { KindDescriptor } from '#lib/ports/cluster.ts';

type Named = Pick<KindDescriptor<never>, 'group' | 'version' | 'resource' | 'only'>;

/** Where the whole of a kind is found: `/apis/apps/v1/deployments`, `/api/v1/pods`; or the namespace of the only one. */
export function collectionPath({ group, version, resource, only }: Named): string {
  const api = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return only === undefined ? `${api}/${resource}` : `${api}/namespaces/${only.namespace}/${resource}`;
}

/** The path of a list. One object is asked for by its name, which rules with `resourceNames` allow. */
export function listPath(kind: Named, query: Readonly<Record<string, string>> = {}): string {
  const all = new URLSearchParams({ ...nameSelector(kind), ...query });
  return `${collectionPath(kind)}${all.size === 0 ? '' : `?${all}`}`;
}

/** The changes of a kind from a position on, until the server ends the watch after `timeoutSeconds`. */
export function watchPath(kind: Named, watch: { resourceVersion: string; timeoutSeconds: number }): string {
  return listPath(kind, {
    watch: '1',
    resourceVersion: watch.resourceVersion,
    allowWatchBookmarks: 'true',
    timeoutSeconds: String(watch.timeoutSeconds),
  });
}

function nameSelector({ only }: Named): Record<string, string> {
  return only === undefined ? {} : { fieldSelector: `metadata.name=${only.name}` };
}

/** As kubectl and error messages of the API server name it: `applications.argoproj.io`. */
export function qualifiedName({ group, resource, only }: Omit<Named, 'version'>): string {
  const name = group === '' ? resource : `${resource}.${group}`;
  return only === undefined ? name : `${name} ${only.namespace}/${only.name}`;
}

/** The source that a reflected kind is shown as. */
export function sourceOf(
  kind: Named & Pick<KindDescriptor<never>, 'isOptional'>,
  cluster: { id: string; label: string },
): Pick<SourceStatus, 'id' | 'label' | 'isOptional'> {
  if (kind.only !== undefined) {
    const { namespace, name } = kind.only;
    return { id: `${cluster.id}/${kind.resource}/${namespace}/${name}`, label: `${name} in ${cluster.label}` };
  }
  const words = `${kind.resource.charAt(0).toUpperCase()}${kind.resource.slice(1)}`;
  const isOptional = kind.isOptional === undefined ? {} : { isOptional: kind.isOptional };
  return { id: `${cluster.id}/${kind.resource}`, label: `${words} in ${cluster.label}`, ...isOptional };
}

/** What helps against a kind that the cluster does not have. */
export function whatBrings(kind: Omit<Named, 'version'>): string {
  return `Install what brings ${qualifiedName(kind)} into the cluster; Portolan looks for it again by itself.`;
}

/** Where the rule of a kind goes. */
export function roleOf({ only }: Pick<Named, 'only'>): string {
  return only === undefined ? 'ClusterRole' : `Role in the namespace ${only.namespace}`;
}

/**
 * The rule that allows reflecting a kind, to paste into the rules of Portolan's ClusterRole; for one object alone, into
 * those of its Role in that object's namespace.
 */
export function readRule({ group, resource, only }: Named): string {
  return [
    `- apiGroups: ["${group}"]`,
    `  resources: ["${resource}"]`,
    ...(only === undefined ? [] : [`  resourceNames: ["${only.name}"]`]),
    '  verbs: ["list", "watch"]',
  ].join('\n');
}
