import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../kubernetes/object.ts';
import { SEED_NODES, type SeedGpu } from '../../../platform/nodes.ts';
import { advertised, discoveryLabels } from './node-features.ts';
import { type GpuSharing, readSharing } from './sharing.ts';

const gpu = SEED_NODES.find((node) => node.gpu !== null)?.gpu as SeedGpu;

function configMap(text: string): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'slicing' }, data: { card: text } };
}

describe('the configuration of the device plugin', () => {
  it('is read from the key it names', () => {
    const text = 'sharing: {timeSlicing: {renameByDefault: true, resources: [{name: nvidia.com/gpu, replicas: 6}]}}';
    expect(readSharing(configMap(text), 'card')).toEqual({ strategy: 'time-slicing', replicas: 6, isRenamed: true });
  });

  it('knows MPS, and no sharing at all', () => {
    const mps = 'sharing: {mps: {resources: [{name: nvidia.com/gpu, replicas: 2}]}}';
    expect(readSharing(configMap(mps), 'card')?.strategy).toBe('mps');
    expect(readSharing(configMap('version: v1'), 'card')?.strategy).toBe('none');
  });

  it.each([
    ['a key that is not there', configMap(''), 'other'],
    ['a ConfigMap that is not there', undefined, 'card'],
    ['a text that is no YAML', configMap('sharing: ['), 'card'],
  ])('cannot be used: %s', (_name, source, key) => {
    expect(readSharing(source, key)).toBeNull();
  });
});

describe('what a node with a card shows', () => {
  const sliced: GpuSharing = { strategy: 'time-slicing', replicas: 4, isRenamed: false };

  it.each<[string, GpuSharing, Record<string, string>]>([
    ['whole', { strategy: 'none', replicas: 1, isRenamed: false }, { 'nvidia.com/gpu': '1' }],
    ['in slices', sliced, { 'nvidia.com/gpu': '4' }],
    [
      'in slices under another name',
      { ...sliced, isRenamed: true },
      { 'nvidia.com/gpu': '0', 'nvidia.com/gpu.shared': '4' },
    ],
  ])('advertises a card %s', (_name, sharing, amounts) => {
    expect(advertised(gpu, sharing)).toEqual(amounts);
  });

  it('labels product and replicas as GPU Feature Discovery does', () => {
    expect(discoveryLabels(gpu, sliced, 'pc')).toMatchObject({
      'nvidia.com/gpu.product': 'NVIDIA-GeForce-RTX-5080-SHARED',
      'nvidia.com/gpu.replicas': '4',
      'nvidia.com/gpu.sharing-strategy': 'time-slicing',
      'nvidia.com/gpu.memory': '16303',
      'nvidia.com/mig.capable': 'false',
      'nvidia.com/cuda.driver-version.major': '580',
    });
    const renamed = discoveryLabels(gpu, { ...sliced, isRenamed: true }, 'pc');
    expect(renamed['nvidia.com/gpu.product']).toBe('NVIDIA-GeForce-RTX-5080');
  });
});
