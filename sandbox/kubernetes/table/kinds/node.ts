import { shownText } from '../../api/json-shape.ts';
import type { KubeObject } from '../../object.ts';
import { AGE, type Column, column, joined, listAt, NAME, textAt, wide } from '../column.ts';

const ROLE_LABEL = 'node-role.kubernetes.io/';

function status(node: KubeObject): string {
  const ready = listAt(node, '.status.conditions').find(({ type }) => type === 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return node.spec?.unschedulable === true ? `${word},SchedulingDisabled` : word;
}

function roles(node: KubeObject): string {
  const labels = Object.entries(node.metadata.labels ?? {});
  const named = labels.flatMap(([key, value]) => {
    if (key.startsWith(ROLE_LABEL) && key.length > ROLE_LABEL.length) {
      return [key.slice(ROLE_LABEL.length)];
    }
    return key === 'kubernetes.io/role' && value !== '' ? [value] : [];
  });
  return joined([...new Set(named)].sort());
}

function address(type: string): Column['cell'] {
  return (node) => {
    const found = listAt(node, '.status.addresses').find((one) => one.type === type);
    return found === undefined ? '<none>' : shownText(found.address);
  };
}

export const NODE: Column[] = [
  NAME,
  column('Status', status),
  column('Roles', roles),
  AGE,
  column('Version', (node) => textAt(node, '.status.nodeInfo.kubeletVersion')),
  wide('Internal-IP', address('InternalIP')),
  wide('External-IP', address('ExternalIP')),
  wide('OS-Image', (node) => textAt(node, '.status.nodeInfo.osImage', '<unknown>')),
  wide('Kernel-Version', (node) => textAt(node, '.status.nodeInfo.kernelVersion', '<unknown>')),
  wide('Container-Runtime', (node) => textAt(node, '.status.nodeInfo.containerRuntimeVersion', '<unknown>')),
];
