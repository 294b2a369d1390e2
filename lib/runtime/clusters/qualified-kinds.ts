import 'server-only';
import { APPLICATION_KIND } from '#lib/adapters/argocd/application-kind.ts';
import { PROJECT_KIND } from '#lib/adapters/argocd/project-kind.ts';
import { settingsKind } from '#lib/adapters/argocd/settings-kind.ts';
import { KUBERNETES_KINDS } from '#lib/adapters/kubernetes/kinds/index.ts';
import type { FindDestination } from '#lib/domain/cluster/destinations.ts';
import { isPlainName, type Prefix, qualified } from '#lib/domain/cluster/qualified.ts';
import type { KindDescriptor } from '#lib/ports/cluster.ts';

/** Every kind of a cluster as the portal knows its objects among those of all clusters. */
export function kindsIn(prefix: Prefix, findDestination: FindDestination) {
  const own = (name: string) => qualified(prefix, name);
  const orNull = (name: string | null) => (name === null ? null : own(name));
  const namespaced = <Value extends { id: string; namespace: string }>(kind: KindDescriptor<Value>) =>
    mapped(kind, prefix, (value) => ({ ...value, id: own(value.id), namespace: own(value.namespace) }));
  const { nodes, pods, deployments, runnerSets, runnerSetListeners, ephemeralRunners, analyses } = KUBERNETES_KINDS;
  return {
    nodes: mapped(nodes, prefix, (node) => ({ ...node, id: own(node.id), name: own(node.name) })),
    pods: mapped(
      pods,
      prefix,
      (pod) => ({ ...pod, id: own(pod.id), namespace: own(pod.namespace), nodeName: orNull(pod.nodeName) }),
      ({ id, nodeName }) => [id, nodeName],
    ),
    deployments: namespaced(deployments),
    runnerSets: namespaced(runnerSets),
    runnerSetListeners: mapped(runnerSetListeners, prefix, (one) => ({
      ...one,
      id: own(one.id),
      setId: own(one.setId),
    })),
    ephemeralRunners: mapped(ephemeralRunners, prefix, (one) => ({ ...one, id: own(one.id), setId: own(one.setId) })),
    analyses: mapped(
      analyses,
      prefix,
      (one) => ({
        ...one,
        id: own(one.id),
        subject: { ...one.subject, namespace: own(one.subject.namespace) },
      }),
      ({ id, subject }) => [id, subject.namespace],
    ),
    projects: mapped(PROJECT_KIND, prefix, (project) => ({ ...project, id: own(project.id) })),
    settings: (namespace: string) =>
      mapped(settingsKind(namespace), prefix, (settings) => ({ ...settings, id: own(settings.id) })),
    applications: {
      ...APPLICATION_KIND,
      toDomain(object) {
        const plain = checked(APPLICATION_KIND.toDomain(object), ({ id, parent }) => [id, parent]);
        const at = findDestination(plain.destination.cluster, prefix);
        const destination = at === null ? plain.destination : { ...plain.destination, at };
        if (prefix === null) {
          return at === null ? plain : { ...plain, destination };
        }
        return {
          ...plain,
          id: own(plain.id),
          namespace: own(plain.namespace),
          parent: orNull(plain.parent),
          generatedBy: orNull(plain.generatedBy),
          destination,
        };
      },
    } satisfies KindDescriptor<ReturnType<typeof APPLICATION_KIND.toDomain>>,
  };
}

function mapped<Value extends { id: string }>(
  kind: KindDescriptor<Value>,
  prefix: Prefix,
  map: (value: Value) => Value,
  namesOf?: (value: Value) => (string | null)[],
): KindDescriptor<Value> {
  return {
    ...kind,
    toDomain(object) {
      const value = checked(kind.toDomain(object), namesOf);
      return prefix === null ? value : map(value);
    },
  };
}

/** A cluster that is not to be trusted could pass its objects off as those of another. */
function checked<Value extends { id: string }>(
  value: Value,
  namesOf: (value: Value) => (string | null)[] = ({ id }) => [id],
): Value {
  if (!namesOf(value).every((name) => name === null || isPlainName(name))) {
    throw new TypeError('a name in it has a "~", which Kubernetes does not allow');
  }
  return value;
}
