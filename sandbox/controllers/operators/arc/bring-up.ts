import type { KubeObject } from '../../../kubernetes/object.ts';
import type { Cluster } from '../../api/cluster.ts';
import { ownerReference } from '../../api/controller.ts';
import { nameSuffix } from '../../api/draw.ts';
import { fieldsOf, numberOf } from '../../api/fields.ts';
import { type ArcRelease, setLabels, writeStatusIfNew } from './release.ts';
import { ARC_GROUP, EPHEMERAL_RUNNER_SET, LISTENER } from './types.ts';

const API_VERSION = `${ARC_GROUP}/v1alpha1`;

/** Gives a registered runner set what it is made of: the set of its runners, the listener, then its own figures. */
export function bringUp(cluster: Cluster, set: KubeObject, scaleSetId: number, release: ArcRelease): void {
  const wanted = ephemeralRunnerSet(set, scaleSetId);
  for (const old of cluster.index.ownedBy(set.metadata.uid ?? '')) {
    // Another template: runners of the old one go, and none of them is changed.
    if (old.kind === EPHEMERAL_RUNNER_SET.kind && old.metadata.name !== wanted.metadata.name) {
      cluster.delete(old);
    }
  }
  const runners = cluster.get(EPHEMERAL_RUNNER_SET, set.metadata.namespace, wanted.metadata.name);
  if (runners === undefined) {
    cluster.create(wanted);
  }
  ensureListener(cluster, listenerOf(set, wanted.metadata.name, scaleSetId, release));
  const status = fieldsOf(runners?.status);
  writeStatusIfNew(cluster, set, {
    currentRunners: numberOf(status.currentReplicas, 0),
    phase: 'Running',
    pendingEphemeralRunners: numberOf(status.pendingEphemeralRunners, 0),
    runningEphemeralRunners: numberOf(status.runningEphemeralRunners, 0),
    failedEphemeralRunners: numberOf(status.failedEphemeralRunners, 0),
  });
}

function ephemeralRunnerSet(set: KubeObject, runnerScaleSetId: number): KubeObject {
  const { name, namespace = '' } = set.metadata;
  const { githubConfigUrl, githubConfigSecret, template } = fieldsOf(set.spec);
  const ephemeralRunnerSpec = {
    githubConfigUrl,
    githubConfigSecret,
    runnerScaleSetId,
    metadata: fieldsOf(fieldsOf(template).metadata),
    spec: fieldsOf(fieldsOf(template).spec),
  };
  return {
    apiVersion: API_VERSION,
    kind: EPHEMERAL_RUNNER_SET.kind,
    metadata: {
      name: `${name}-${nameSuffix(JSON.stringify(ephemeralRunnerSpec), 5)}`,
      namespace,
      labels: setLabels(set, 'runner-set'),
      ownerReferences: [ownerReference(set)],
    },
    spec: { replicas: 0, patchID: 0, ephemeralRunnerSpec },
  };
}

function listenerOf(set: KubeObject, runnerSet: string, scaleSetId: number, release: ArcRelease): KubeObject {
  const { name, namespace = '' } = set.metadata;
  const { githubConfigUrl, githubConfigSecret, minRunners, maxRunners, listenerTemplate } = fieldsOf(set.spec);
  return {
    apiVersion: API_VERSION,
    kind: LISTENER.kind,
    metadata: {
      name: `${name}-${nameSuffix(namespace, 8)}-listener`,
      namespace: release.namespace,
      labels: setLabels(set, 'runner-scale-set-listener'),
    },
    spec: {
      githubConfigUrl,
      githubConfigSecret,
      runnerScaleSetId: scaleSetId,
      autoscalingRunnerSetNamespace: namespace,
      autoscalingRunnerSetName: name,
      ephemeralRunnerSetName: runnerSet,
      minRunners: numberOf(minRunners, 0),
      ...(maxRunners === undefined ? {} : { maxRunners }),
      image: release.image,
      ...(listenerTemplate === undefined ? {} : { template: listenerTemplate }),
    },
  };
}

/** It lives in the controller's namespace, where its set cannot own it. */
function ensureListener(cluster: Cluster, wanted: KubeObject): void {
  const current = cluster.get(LISTENER, wanted.metadata.namespace, wanted.metadata.name);
  if (current === undefined) {
    cluster.create(wanted);
  } else if (
    current.metadata.deletionTimestamp === undefined &&
    JSON.stringify(current.spec) !== JSON.stringify(wanted.spec)
  ) {
    cluster.update({ ...current, spec: wanted.spec ?? {} });
  }
}
