import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { type Controller, createController, keyOf, ownerKeys } from '../api/controller.ts';
import { nameSuffix } from '../api/draw.ts';
import { fieldAt, listOf, numberOf } from '../api/fields.ts';
import { isFinished, isReady } from '../api/pod-state.ts';
import { type PodSpec, podSpecOf, podTemplateOf, type Toleration } from '../api/pod-types.ts';
import { nodeMatchesPod } from '../scheduler/node-affinity.ts';
import { findUntoleratedTaint, type Taint } from '../scheduler/tolerations.ts';
import { createOwnedPod, podFromTemplate } from './make-pod.ts';
import { podsOf } from './replica-set.ts';
import { scaledCount } from './scaled.ts';
import { templateHash } from './template-hash.ts';

const DAEMON_SET = resourceType('DaemonSet');
const NODE = resourceType('Node');
const COMPONENT = 'daemonset-controller';
const REVISION = 'controller-revision-hash';

/** What every daemon pod tolerates: pkg/controller/daemon/util, AddOrUpdateDaemonPodTolerations. */
const DAEMON_TOLERATIONS: Toleration[] = [
  ['not-ready', 'NoExecute'],
  ['unreachable', 'NoExecute'],
  ['disk-pressure', 'NoSchedule'],
  ['memory-pressure', 'NoSchedule'],
  ['pid-pressure', 'NoSchedule'],
  ['unschedulable', 'NoSchedule'],
].map(([key, effect]) => ({ key: `node.kubernetes.io/${key}`, operator: 'Exists', effect: effect ?? '' }));

function daemonSpec(set: KubeObject): PodSpec {
  const { spec } = podTemplateOf(set);
  const network = spec.hostNetwork
    ? [{ key: 'node.kubernetes.io/network-unavailable', operator: 'Exists', effect: 'NoSchedule' }]
    : [];
  return { ...spec, tolerations: [...(spec.tolerations ?? []), ...DAEMON_TOLERATIONS, ...network] };
}

function belongsOn(spec: PodSpec, node: KubeObject): boolean {
  const taints = listOf(node.spec?.taints) as Taint[];
  return nodeMatchesPod(spec, node) && findUntoleratedTaint(taints, spec.tolerations) === undefined;
}

/** Daemon pods go through the scheduler like others; this affinity names their node. */
function pinnedTo(spec: PodSpec, node: string): PodSpec {
  const terms = [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }];
  return {
    ...spec,
    affinity: {
      ...spec.affinity,
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } },
    },
  };
}

/** The node of a daemon pod, bound or not. */
function targetNode(pod: KubeObject): string {
  const spec = podSpecOf(pod);
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return spec.nodeName ?? terms?.[0]?.matchFields?.[0]?.values?.[0] ?? '';
}

/** Takes pods of the old template away, no more at a time than may be missing. */
function replaceStale(cluster: Cluster, set: KubeObject, pods: readonly KubeObject[], revision: string): void {
  if (fieldAt(set.spec, 'updateStrategy', 'type') === 'OnDelete') {
    return;
  }
  const allowed = scaledCount(
    fieldAt(set.spec, 'updateStrategy', 'rollingUpdate', 'maxUnavailable'),
    pods.length,
    'up',
    1,
  );
  const stale = pods.filter((pod) => pod.metadata.labels?.[REVISION] !== revision);
  const missing = pods.filter((pod) => !isReady(pod) && !stale.includes(pod)).length;
  const broken = stale.filter((pod) => !isReady(pod));
  const working = stale.filter(isReady).slice(0, Math.max(0, allowed - missing - broken.length));
  for (const pod of [...broken, ...working]) {
    cluster.delete(pod);
  }
}

/** One pod on every node that fits: pkg/controller/daemon. */
export function createDaemonSetController(cluster: Cluster): Controller {
  let made = 0;

  const place = (set: KubeObject, nodes: readonly KubeObject[], pods: readonly KubeObject[], revision: string) => {
    const template = podTemplateOf(set);
    const spec = daemonSpec(set);
    for (const node of nodes.filter((one) => !pods.some((pod) => targetNode(pod) === one.metadata.name))) {
      made += 1;
      const name = `${set.metadata.name}-${nameSuffix(`${set.metadata.uid}/${made}`, 5)}`;
      const pinned = { ...template, spec: pinnedTo(spec, node.metadata.name) };
      const refusal = createOwnedPod(
        cluster,
        set,
        podFromTemplate(set, pinned, name, { [REVISION]: revision }),
        COMPONENT,
      );
      if (refusal !== null) {
        return refusal;
      }
    }
    return null;
  };
  const writeStatus = (set: KubeObject, wanted: number, revision: string) => {
    const pods = podsOf(cluster, set).filter((pod) => pod.metadata.deletionTimestamp === undefined);
    const ready = pods.filter(isReady).length;
    cluster.writeStatus(set, {
      currentNumberScheduled: pods.length,
      desiredNumberScheduled: wanted,
      numberAvailable: ready,
      numberMisscheduled: 0,
      numberReady: ready,
      ...(wanted > ready ? { numberUnavailable: wanted - ready } : {}),
      observedGeneration: numberOf(set.metadata.generation, 1),
      updatedNumberScheduled: pods.filter((pod) => pod.metadata.labels?.[REVISION] === revision).length,
    });
  };

  return createController(cluster, {
    primary: DAEMON_SET,
    also(event) {
      if (event.resource.kind === 'Node') {
        return cluster.index.all(DAEMON_SET).map(keyOf);
      }
      return event.resource.kind === 'Pod' ? ownerKeys(event, DAEMON_SET) : [];
    },
    reconcile(set, queue, key) {
      if (set.metadata.deletionTimestamp !== undefined) {
        return;
      }
      const spec = daemonSpec(set);
      const nodes = cluster.index.all(NODE).filter((node) => belongsOn(spec, node));
      const revision = templateHash(podTemplateOf(set));
      const pods = podsOf(cluster, set);
      const alive = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
      for (const pod of alive) {
        if (isFinished(pod) || !nodes.some((node) => node.metadata.name === targetNode(pod))) {
          cluster.delete(pod);
        }
      }
      const refusal = place(set, nodes, pods, revision);
      if (refusal === null) {
        queue.forget(key);
      } else {
        queue.addWithBackoff(key);
      }
      if (alive.length === nodes.length && pods.length === alive.length) {
        replaceStale(cluster, set, alive, revision);
      }
      writeStatus(set, nodes.length, revision);
    },
  });
}
