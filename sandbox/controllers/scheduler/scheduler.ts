import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { StoreEvent } from '../../kubernetes/store.ts';
import type { Cluster } from '../api/cluster.ts';
import { conditionOf, conditionsOf, withCondition } from '../api/conditions.ts';
import { type Controller, createController, keyOf } from '../api/controller.ts';
import { isFinished } from '../api/pod-state.ts';
import { type Refusal, refusalOf } from './filter.ts';
import { fitMessage } from './fit-message.ts';
import { allocatableOf, usageOf } from './node-usage.ts';
import { isBound, SELECTED_NODE, volumesOf } from './volumes.ts';

const POD = resourceType('Pod');
const NODE = resourceType('Node');
const COMPONENT = 'default-scheduler';

/** Kinds whose changes can make room for a pod that had none. */
const HELPFUL_KINDS = new Set(['Node', 'PersistentVolumeClaim', 'PersistentVolume', 'StorageClass']);

function waitsForNode(pod: KubeObject): boolean {
  return pod.spec?.nodeName === undefined && pod.metadata.deletionTimestamp === undefined && !isFinished(pod);
}

/** The share of CPU and memory in use, 0 to 1: the node with the least is taken. */
function load(node: KubeObject, pods: readonly KubeObject[]): number {
  const allocatable = allocatableOf(node);
  const used = usageOf(pods);
  const share = (name: string) => (used.get(name) ?? 0) / Math.max(1, allocatable.get(name) ?? 1);
  return (share('cpu') + share('memory')) / 2;
}

/** Finds a node for each pod, or says in its status why there is none: pkg/scheduler. */
export function createScheduler(cluster: Cluster): Controller {
  /** Pods that have a node but wait for their volumes: key → node. */
  const assumed = new Map<string, string>();

  const podsOn = (node: KubeObject, except: string): KubeObject[] => {
    const reserved = [...assumed]
      .filter(([key, name]) => name === node.metadata.name && key !== except)
      .map(([key]) => cluster.get(POD, key.split('/')[0], key.split('/')[1] ?? ''))
      .filter((pod) => pod !== undefined && waitsForNode(pod));
    return [...cluster.index.podsOnNode(node.metadata.name), ...reserved] as KubeObject[];
  };
  const mark = (pod: KubeObject, message: string) => {
    const before = conditionOf(pod, 'PodScheduled');
    if (before?.message !== message) {
      cluster.record(pod, { type: 'Warning', reason: 'FailedScheduling', message, component: COMPONENT });
    }
    const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message } as const;
    const conditions = withCondition(conditionsOf(pod), condition, cluster.clock.timestamp());
    cluster.writeStatus(pod, { phase: 'Pending', ...pod.status, conditions });
  };
  const bind = (pod: KubeObject, node: string) => {
    const at = cluster.clock.timestamp();
    const scheduled = { type: 'PodScheduled', status: 'True' } as const;
    const rest = conditionsOf(pod).filter((condition) => condition.type !== 'PodScheduled');
    cluster.store.update(POD, {
      ...pod,
      spec: { ...pod.spec, nodeName: node },
      status: { phase: 'Pending', ...pod.status, conditions: withCondition(rest, scheduled, at) },
    });
    const message = `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${node}`;
    cluster.record(pod, { type: 'Normal', reason: 'Scheduled', message, component: COMPONENT });
  };
  const choose = (pod: KubeObject, bound: readonly KubeObject[]): string | Refusal[] => {
    const key = keyOf(pod);
    const looked = cluster.index.all(NODE).map((node) => ({ node, pods: podsOn(node, key) }));
    const refusals = looked.map(({ node, pods }) => refusalOf(pod, node, pods, bound));
    const fitting = looked.filter((_, index) => refusals[index] === null);
    const best = fitting
      .map(({ node, pods }) => ({ name: node.metadata.name, load: load(node, pods) }))
      .sort((a, b) => a.load - b.load || a.name.localeCompare(b.name))[0];
    return best?.name ?? refusals.filter((refusal) => refusal !== null);
  };
  const schedule = (pod: KubeObject) => {
    const key = keyOf(pod);
    const volumes = volumesOf(cluster, pod);
    if (volumes.state === 'impossible') {
      const refusals = cluster.index.all(NODE).map(() => ({ reasons: [], isFinal: true }));
      mark(pod, fitMessage(refusals, volumes.message));
      return;
    }
    const chosen = assumed.get(key) ?? choose(pod, volumes.bound);
    if (typeof chosen !== 'string') {
      mark(pod, fitMessage(chosen));
      return;
    }
    if (volumes.waiting.length === 0) {
      assumed.delete(key);
      bind(pod, chosen);
      return;
    }
    assumed.set(key, chosen);
    for (const claim of volumes.waiting.filter((one) => one.metadata.annotations?.[SELECTED_NODE] !== chosen)) {
      cluster.writeMetadata(claim, { annotations: { ...claim.metadata.annotations, [SELECTED_NODE]: chosen } });
    }
  };
  const frees = ({ resource, object, type }: StoreEvent): boolean => {
    if (resource.kind === 'Pod') {
      return object.spec?.nodeName !== undefined && (type === 'DELETED' || isFinished(object));
    }
    return (
      HELPFUL_KINDS.has(resource.kind) &&
      !(resource.kind === 'PersistentVolumeClaim' && type === 'MODIFIED' && !isBound(object))
    );
  };

  return createController(cluster, {
    primary: POD,
    also(event) {
      if (event.resource.kind === 'Pod' && event.type === 'DELETED') {
        assumed.delete(keyOf(event.object));
      }
      return frees(event) ? cluster.index.all(POD).filter(waitsForNode).map(keyOf) : [];
    },
    reconcile(pod, _queue, key) {
      if (waitsForNode(pod) && (pod.spec?.schedulerName ?? COMPONENT) === COMPONENT) {
        schedule(pod);
      } else {
        assumed.delete(key);
      }
    },
  });
}
