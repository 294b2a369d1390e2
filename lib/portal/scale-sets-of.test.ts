import { describe, expect, it } from 'vitest';
import { pod, scaleSetCluster } from '#lib/testing/scale-set-cluster.ts';
import { scaleSetsOf } from './scale-sets-of.ts';

describe('the scale sets of a cluster', () => {
  it('run on the machines of their pods', () => {
    const [set] = scaleSetsOf(scaleSetCluster()) ?? [];
    expect(set).toMatchObject({ id: 'lab/arc-runners/gpu', source: 'lab', status: 'online', unread: [] });
    expect(set?.managers).toEqual([
      {
        id: 'lab/arc-runners/gpu-1',
        name: 'gpu-1',
        status: 'online',
        version: null,
        platform: 'linux',
        architecture: 'arm64',
        contactedAt: null,
      },
    ]);
  });

  it('get no jobs while the pod of their listener is not ready, or is not there', () => {
    const broken = scaleSetCluster();
    broken.pods.set(...pod('arc-systems/gpu-listener', false));
    expect(scaleSetsOf(broken)).toMatchObject([{ status: 'offline', scaleSet: { hasListener: false } }]);
    broken.pods.delete('arc-systems/gpu-listener');
    expect(scaleSetsOf(broken)).toMatchObject([{ status: 'offline', scaleSet: { hasListener: false } }]);
  });

  it.each(['listeners', 'pods'] as const)('are not said to lack a listener where %s may not be read', (kind) => {
    const [set] = scaleSetsOf(scaleSetCluster({ [kind]: 'forbidden' })) ?? [];
    expect(set).toMatchObject({ status: 'online', scaleSet: { hasListener: null } });
    expect(set?.unread).toHaveLength(1);
  });

  it('say so where what their runners do may not be read', () => {
    const [set] = scaleSetsOf(scaleSetCluster({ runners: 'forbidden' })) ?? [];
    expect(set).toMatchObject({ managers: [], jobs: [], unread: [expect.stringContaining('ephemeralrunners')] });
  });

  it('are none where the controller is not installed, and unknown where they could not be read', () => {
    expect(scaleSetsOf(scaleSetCluster({ sets: 'absent' }))).toEqual([]);
    expect(scaleSetsOf(scaleSetCluster({ sets: 'forbidden' }))).toBeNull();
    expect(scaleSetsOf(scaleSetCluster({ sets: 'unreachable' }))).toBeNull();
  });
});
