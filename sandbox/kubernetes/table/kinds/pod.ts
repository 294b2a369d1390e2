import type { KubeObject } from '../../object.ts';
import { AGE, type Column, column, listAt, NAME, textAt, wide } from '../column.ts';
import { formatAge } from '../duration.ts';
import { podProgress } from './pod-progress.ts';

/** The count of restarts, with how long ago the last one was. */
function restarts(pod: KubeObject, now: number): string {
  const { restarts: count, lastRestartAt } = podProgress(pod);
  return count === 0 || lastRestartAt === undefined ? String(count) : `${count} (${formatAge(lastRestartAt, now)} ago)`;
}

function readinessGates(pod: KubeObject): string {
  const gates = listAt(pod, '.spec.readinessGates').map((gate) => gate.conditionType);
  const conditions = listAt(pod, '.status.conditions');
  const fulfilled = gates.filter((gate) => conditions.some(({ type, status }) => type === gate && status === 'True'));
  return gates.length === 0 ? '<none>' : `${fulfilled.length}/${gates.length}`;
}

export const POD: Column[] = [
  NAME,
  column('Ready', (pod) => {
    const { ready, total } = podProgress(pod);
    return `${ready}/${total}`;
  }),
  column('Status', (pod) => podProgress(pod).reason),
  column('Restarts', restarts),
  AGE,
  wide('IP', (pod) => textAt(pod, '.status.podIP', '<none>')),
  wide('Node', (pod) => textAt(pod, '.spec.nodeName', '<none>')),
  wide('Nominated Node', (pod) => textAt(pod, '.status.nominatedNodeName', '<none>')),
  wide('Readiness Gates', readinessGates),
];
