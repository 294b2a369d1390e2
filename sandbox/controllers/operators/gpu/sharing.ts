import { parse } from 'yaml';
import type { KubeObject } from '../../../kubernetes/object.ts';
import { fieldAt, fieldsOf, listOf, numberOf, textOf } from '../../api/fields.ts';

/** How a device plugin cuts the cards of its node. */
export type GpuSharing = {
  strategy: 'none' | 'time-slicing' | 'mps';
  replicas: number;
  /** The shares are called `nvidia.com/gpu.shared`. */
  isRenamed: boolean;
};

export const NO_SHARING: GpuSharing = { strategy: 'none', replicas: 1, isRenamed: false };

/**
 * Reads one named configuration of the device plugin: k8s-device-plugin README, "Configuration file".
 * @returns null when there is no such key or it cannot be used; the plugin does not start then
 */
export function readSharing(configMap: KubeObject | undefined, key: string): GpuSharing | null {
  const text = fieldsOf(configMap?.data)[key];
  if (typeof text !== 'string') {
    return null;
  }
  let config: unknown;
  try {
    config = parse(text, { maxAliasCount: 0 });
  } catch {
    // What cannot be read starts no plugin; the pod's state says so.
    return null;
  }
  for (const [name, strategy] of [
    ['timeSlicing', 'time-slicing'],
    ['mps', 'mps'],
  ] as const) {
    const shared = fieldAt(config, 'sharing', name);
    const entry = listOf(fieldAt(shared, 'resources')).find((one) => textOf(fieldsOf(one).name) === 'nvidia.com/gpu');
    if (entry !== undefined) {
      const replicas = Math.max(1, Math.trunc(numberOf(fieldsOf(entry).replicas, 1)));
      return { strategy, replicas, isRenamed: fieldsOf(shared).renameByDefault === true };
    }
  }
  return NO_SHARING;
}
