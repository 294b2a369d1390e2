import type { SourceStatus } from '#lib/domain/source/source.ts';
import type { KindDescriptor } from '#lib/ports/cluster.ts';

type Named = Pick<KindDescriptor<never>, 'group' | 'version' | 'resource'>;

/** Where the whole of a kind is found: `/apis/apps/v1/deployments`, `/api/v1/pods`. */
export function collectionPath({ group, version, resource }: Named): string {
  return group === '' ? `/api/${version}/${resource}` : `/apis/${group}/${version}/${resource}`;
}

/** The changes of a kind from a position on, until the server ends the watch after `timeoutSeconds`. */
export function watchPath(kind: Named, watch: { resourceVersion: string; timeoutSeconds: number }): string {
  const query = new URLSearchParams({
    watch: '1',
    resourceVersion: watch.resourceVersion,
    allowWatchBookmarks: 'true',
    timeoutSeconds: String(watch.timeoutSeconds),
  });
  return `${collectionPath(kind)}?${query}`;
}

/** As kubectl and error messages of the API server name it: `applications.argoproj.io`. */
export function qualifiedName({ group, resource }: Named): string {
  return group === '' ? resource : `${resource}.${group}`;
}

/** The source that a reflected kind is shown as. */
export function sourceOf(
  kind: Named & Pick<KindDescriptor<never>, 'isOptional'>,
  cluster: { id: string; label: string },
): Pick<SourceStatus, 'id' | 'label' | 'isOptional'> {
  const words = `${kind.resource.charAt(0).toUpperCase()}${kind.resource.slice(1)}`;
  const isOptional = kind.isOptional === undefined ? {} : { isOptional: kind.isOptional };
  return { id: `${cluster.id}/${kind.resource}`, label: `${words} in ${cluster.label}`, ...isOptional };
}

/** The rule that allows reflecting a kind, to paste into the rules of Portolan's ClusterRole. */
export function readRule({ group, resource }: Named): string {
  return [`- apiGroups: ["${group}"]`, `  resources: ["${resource}"]`, '  verbs: ["list", "watch"]'].join('\n');
}
