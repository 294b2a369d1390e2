import { describe, expect, it } from 'vitest';
import { toResourceAmounts } from '../node/resource-amounts.ts';
import { effectiveRequest } from './effective-request.ts';
import { readPodRequests } from './read-pod-requests.ts';

const cpu = (amount: string) => ({ resources: { requests: { cpu: amount } } });
const sidecar = (amount: string) => ({ ...cpu(amount), restartPolicy: 'Always' });
const millisOf = (spec: object, status?: object) =>
  toResourceAmounts(effectiveRequest(readPodRequests(spec, status))).cpuMillis;

describe('effectiveRequest', () => {
  it.each<[string, object, number]>([
    ['the sum of the containers', { containers: [cpu('100m'), cpu('0.4')] }, 500],
    [
      'the largest init container where it needs more',
      { containers: [cpu('1')], initContainers: [cpu('3'), cpu('2')] },
      3000,
    ],
    ['the containers where they need more', { containers: [cpu('4')], initContainers: [cpu('3')] }, 4000],
    ['sidecars beside the containers', { containers: [cpu('1')], initContainers: [sidecar('200m')] }, 1200],
    [
      'an init container beside the sidecars before it',
      { containers: [cpu('1')], initContainers: [sidecar('500m'), cpu('2'), sidecar('100m')] },
      2500,
    ],
    [
      'an init container not beside the sidecars after it',
      { containers: [cpu('100m')], initContainers: [cpu('2'), sidecar('500m')] },
      2000,
    ],
    ['overhead on top', { containers: [cpu('1')], overhead: { cpu: '250m' } }, 1250],
    [
      'the pod’s own request instead of the sum, with overhead on top',
      { containers: [cpu('1')], resources: { requests: { cpu: '600m' } }, overhead: { cpu: '100m' } },
      700,
    ],
    ['a limit where no request is given', { containers: [{ resources: { limits: { cpu: '2' } } }] }, 2000],
    [
      'the request where both are given',
      { containers: [{ resources: { requests: { cpu: '1' }, limits: { cpu: '2' } } }] },
      1000,
    ],
    ['nothing for ephemeral containers', { containers: [cpu('1')], ephemeralContainers: [cpu('5')] }, 1000],
    ['nothing for what is no quantity', { containers: [cpu('lots'), cpu('-1'), cpu('1')] }, 1000],
    ['nothing for a pod that is garbage', { containers: 'none', initContainers: [null, 7], overhead: [] }, 0],
  ])('counts %s', (_, spec, millis) => {
    expect(millisOf(spec)).toBe(millis);
  });

  it('counts GPUs in whole pieces and ignores them at the level of the pod', () => {
    const gpu = (count: number) => ({ resources: { limits: { 'nvidia.com/gpu': count } } });
    const spec = { containers: [gpu(1), gpu(2)], resources: { requests: { 'nvidia.com/gpu': 9 } } };
    expect(toResourceAmounts(effectiveRequest(readPodRequests(spec))).extended).toEqual({ 'nvidia.com/gpu': 3 });
  });

  it('adds memory without losing a byte', () => {
    const memory = (amount: string) => ({ resources: { requests: { memory: amount } } });
    const spec = { containers: [memory('4Pi'), memory('1'), memory('400m')] };
    expect(toResourceAmounts(effectiveRequest(readPodRequests(spec))).memoryBytes).toBe(2 ** 52 + 2);
  });
});

describe('a pod that is resized in place', () => {
  const spec = { containers: [{ name: 'app', ...cpu('2') }] };
  const has = (amount: string) => ({ containerStatuses: [{ name: 'app', allocatedResources: { cpu: amount } }] });

  it.each<[string, object, number]>([
    ['keeps the larger while it shrinks', has('3'), 3000],
    ['keeps the larger while it grows', has('1'), 2000],
    ['has what it has where growing can never fit', { ...has('1'), resize: 'Infeasible' }, 1000],
    [
      'the same as newer clusters say it',
      { ...has('1'), conditions: [{ type: 'PodResizePending', status: 'True', reason: 'Infeasible' }] },
      1000,
    ],
    [
      'waits for room with the larger',
      { ...has('1'), conditions: [{ type: 'PodResizePending', status: 'True', reason: 'Deferred' }] },
      2000,
    ],
    [
      'counts what the kubelet enforces',
      { containerStatuses: [{ name: 'app', resources: { requests: { cpu: '4' } } }] },
      4000,
    ],
    [
      'ignores statuses of other containers',
      { containerStatuses: [{ name: 'old', allocatedResources: { cpu: '9' } }] },
      2000,
    ],
  ])('%s', (_, status, millis) => {
    expect(millisOf(spec, status)).toBe(millis);
  });
});
