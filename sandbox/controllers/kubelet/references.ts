import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { fieldsOf } from '../api/fields.ts';
import { type Container, type KeyReference, podSpecOf } from '../api/pod-types.ts';

const SECRET = resourceType('Secret');
const CONFIG_MAP = resourceType('ConfigMap');

type Source = { kind: 'secret' | 'configmap'; reference: KeyReference };

function problemOf(cluster: Cluster, namespace: string, { kind, reference }: Source): string | null {
  if (reference.optional === true) {
    return null;
  }
  const name = reference.name ?? '';
  const object = cluster.get(kind === 'secret' ? SECRET : CONFIG_MAP, namespace, name);
  if (object === undefined) {
    return `${kind} "${name}" not found`;
  }
  const key = reference.key;
  const hasKey = key === undefined || key in fieldsOf(object.data) || key in fieldsOf(object.binaryData);
  return hasKey
    ? null
    : `couldn't find key ${key} in ${kind === 'secret' ? 'Secret' : 'ConfigMap'} ${namespace}/${name}`;
}

/** Why a container's environment cannot be put together; null when it can. */
export function environmentProblem(cluster: Cluster, pod: KubeObject, container: Container): string | null {
  const sources: Source[] = [
    ...(container.env ?? []).flatMap(({ valueFrom }): Source[] => [
      ...(valueFrom?.secretKeyRef ? [{ kind: 'secret' as const, reference: valueFrom.secretKeyRef }] : []),
      ...(valueFrom?.configMapKeyRef ? [{ kind: 'configmap' as const, reference: valueFrom.configMapKeyRef }] : []),
    ]),
    ...(container.envFrom ?? []).flatMap(({ secretRef, configMapRef }): Source[] => [
      ...(secretRef ? [{ kind: 'secret' as const, reference: secretRef }] : []),
      ...(configMapRef ? [{ kind: 'configmap' as const, reference: configMapRef }] : []),
    ]),
  ];
  return firstProblem(cluster, pod, sources);
}

function firstProblem(cluster: Cluster, pod: KubeObject, sources: readonly Source[]): string | null {
  for (const source of sources) {
    const problem = problemOf(cluster, pod.metadata.namespace ?? '', source);
    if (problem !== null) {
      return problem;
    }
  }
  return null;
}

/** Why a volume cannot be mounted; null when all can. */
export function mountProblem(cluster: Cluster, pod: KubeObject): string | null {
  for (const volume of podSpecOf(pod).volumes ?? []) {
    const { secret, configMap, projected } = volume;
    const sources: Source[] = [
      ...(secret ? [{ kind: 'secret' as const, reference: named(secret.secretName, secret.optional) }] : []),
      ...(configMap ? [{ kind: 'configmap' as const, reference: named(configMap.name, configMap.optional) }] : []),
      ...(projected?.sources ?? []).flatMap((source): Source[] => [
        ...(source.secret
          ? [{ kind: 'secret' as const, reference: named(source.secret.name, source.secret.optional) }]
          : []),
        ...(source.configMap
          ? [{ kind: 'configmap' as const, reference: named(source.configMap.name, source.configMap.optional) }]
          : []),
      ]),
    ];
    const problem = firstProblem(cluster, pod, sources);
    if (problem !== null) {
      return `MountVolume.SetUp failed for volume "${volume.name}" : ${problem}`;
    }
  }
  return null;
}

function named(name: string | undefined, optional: boolean | undefined): KeyReference {
  return { ...(name === undefined ? {} : { name }), ...(optional === undefined ? {} : { optional }) };
}
