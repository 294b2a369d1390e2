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

/** Says in the status of a pod why it has no node. */
function markUnschedulable(cluster: Cluster, pod: KubeObject, message: string): void {
  if (conditionOf(pod, 'PodScheduled')?.message !== message) {
    cluster.record(pod, { type: 'Warning', reason: 'FailedScheduling', message, component: COMPONENT });
  }
  const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message } as const;
  const conditions = withCondition(conditionsOf(pod), condition, cluster.clock.timestamp());
  cluster.writeStatus(pod, { phase: 'Pending', ...pod.status, conditions });
}

function bind(cluster: Cluster, pod: KubeObject, node: string): void {
  const rest = conditionsOf(pod).filter((condition) => condition.type !== 'PodScheduled');
  const conditions = withCondition(rest, { type: 'PodScheduled', status: 'True' }, cluster.clock.timestamp());
  cluster.store.update(POD, {
    ...pod,
    spec: { ...pod.spec, nodeName: node },
    status: { phase: 'Pending', ...pod.status, conditions },
  });
  const message = `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${node}`;
  cluster.record(pod, { type: 'Normal', reason: 'Scheduled', message, component: COMPONENT });
}

/** Pods that have a node but wait for their volumes: key → node. They count where they will be. */
type Assumed = Map<string, string>;

function podsOn(cluster: Cluster, assumed: Assumed, node: KubeObject, except: string): KubeObject[] {
  const reserved = [...assumed]
    .filter(([key, name]) => name === node.metadata.name && key !== except)
    .map(([key]) => cluster.get(POD, key.split('/')[0], key.split('/')[1] ?? ''))
    .filter((pod) => pod !== undefined && waitsForNode(pod));
  return [...cluster.index.podsOnNode(node.metadata.name), ...reserved] as KubeObject[];
}

/** The node with the least load of those that can take a pod, or why each of them cannot. */
function chooseNode(
  cluster: Cluster,
  assumed: Assumed,
  pod: KubeObject,
  bound: readonly KubeObject[],
): string | Refusal[] {
  const looked = cluster.index.all(NODE).map((node) => ({ node, pods: podsOn(cluster, assumed, node, keyOf(pod)) }));
  const refusals = looked.map(({ node, pods }) => refusalOf(pod, node, pods, bound));
  const best = looked
    .filter((_, index) => refusals[index] === null)
    .map(({ node, pods }) => ({ name: node.metadata.name, load: load(node, pods) }))
    .sort((a, b) => a.load - b.load || a.name.localeCompare(b.name))[0];
  return best?.name ?? refusals.filter((refusal) => refusal !== null);
}

function schedule(cluster: Cluster, assumed: Assumed, pod: KubeObject): void {
  const key = keyOf(pod);
  const volumes = volumesOf(cluster, pod);
  if (volumes.state === 'impossible') {
    const refusals = cluster.index.all(NODE).map(() => ({ reasons: [], isFinal: true }));
    markUnschedulable(cluster, pod, fitMessage(refusals, volumes.message));
    return;
  }
  const chosen = assumed.get(key) ?? chooseNode(cluster, assumed, pod, volumes.bound);
  if (typeof chosen !== 'string') {
    markUnschedulable(cluster, pod, fitMessage(chosen));
    return;
  }
  if (volumes.waiting.length === 0) {
    assumed.delete(key);
    bind(cluster, pod, chosen);
    return;
  }
  assumed.set(key, chosen);
  for (const claim of volumes.waiting.filter((one) => one.metadata.annotations?.[SELECTED_NODE] !== chosen)) {
    cluster.writeMetadata(claim, { annotations: { ...claim.metadata.annotations, [SELECTED_NODE]: chosen } });
  }
}

/** Whether an event can make room for a pod that had none. */
function makesRoom({ resource, object, type }: StoreEvent): boolean {
  if (resource.kind === 'Pod') {
    return object.spec?.nodeName !== undefined && (type === 'DELETED' || isFinished(object));
  }
  const isStillOpen = resource.kind === 'PersistentVolumeClaim' && type === 'MODIFIED' && !isBound(object);
  return HELPFUL_KINDS.has(resource.kind) && !isStillOpen;
}

/** Finds a node for each pod, or says in its status why there is none: pkg/scheduler. */
export function createScheduler(cluster: Cluster): Controller {
  const assumed: Assumed = new Map();
  return createController(cluster, {
    primary: POD,
    also(event) {
      if (event.resource.kind === 'Pod' && event.type === 'DELETED') {
        assumed.delete(keyOf(event.object));
      }
      return makesRoom(event) ? cluster.index.all(POD).filter(waitsForNode).map(keyOf) : [];
    },
    reconcile(pod, _queue, key) {
      if (waitsForNode(pod) && (pod.spec?.schedulerName ?? COMPONENT) === COMPONENT) {
        schedule(cluster, assumed, pod);
      } else {
        assumed.delete(key);
      }
    },
  });
}
