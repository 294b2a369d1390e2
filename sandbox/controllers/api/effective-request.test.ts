import { describe, expect, it } from 'vitest';
import { effectiveRequest, qosClass } from './effective-request.ts';
import type { Container, PodSpec } from './pod-types.ts';

function box(cpu: string, restartPolicy?: string): Container {
  return { name: 'c', image: 'i', resources: { requests: { cpu } }, ...(restartPolicy ? { restartPolicy } : {}) };
}

function cpuOf(spec: Partial<PodSpec>): number {
  return effectiveRequest({ containers: [], ...spec }).get('cpu') ?? 0;
}

describe('the effective request of a pod', () => {
  it.each<[string, Partial<PodSpec>, number]>([
    ['adds containers up', { containers: [box('1'), box('500m')] }, 1500],
    ['takes an init container that needs more', { containers: [box('1')], initContainers: [box('3')] }, 3000],
    ['ignores one that needs less', { containers: [box('2')], initContainers: [box('1')] }, 2000],
    ['adds sidecars to the containers', { containers: [box('1')], initContainers: [box('500m', 'Always')] }, 1500],
    [
      'counts the sidecars before an init container with it',
      { containers: [box('1')], initContainers: [box('1', 'Always'), box('3')] },
      4000,
    ],
    [
      'does not count the sidecars after it',
      { containers: [box('1')], initContainers: [box('3'), box('1', 'Always')] },
      3000,
    ],
    ['lets the pod say it', { containers: [box('1')], resources: { requests: { cpu: '4' } } }, 4000],
    ['adds the overhead', { containers: [box('1')], overhead: { cpu: '250m' } }, 1250],
  ])('%s', (_name, spec, millis) => {
    expect(cpuOf(spec)).toBe(millis);
  });

  it('takes a limit for a request that is missing', () => {
    const container: Container = { name: 'c', image: 'i', resources: { limits: { 'nvidia.com/gpu': 2 } } };
    expect(effectiveRequest({ containers: [container] }).get('nvidia.com/gpu')).toBe(2000);
  });

  it('takes no extended resource from the level of the pod', () => {
    const spec = { containers: [box('1')], resources: { requests: { 'nvidia.com/gpu': '3' } } };
    expect(effectiveRequest(spec).has('nvidia.com/gpu')).toBe(false);
  });
});

describe('the class of service', () => {
  const amounts = { cpu: '1', memory: '1Gi' };
  it.each<[Container['resources'], string]>([
    [{}, 'BestEffort'],
    [{ requests: amounts }, 'Burstable'],
    [{ requests: amounts, limits: amounts }, 'Guaranteed'],
    [{ limits: amounts }, 'Guaranteed'],
    [{ requests: amounts, limits: { ...amounts, memory: '1024Mi' } }, 'Guaranteed'],
    [{ requests: amounts, limits: { ...amounts, memory: '2Gi' } }, 'Burstable'],
  ])('%j is %s', (resources, expected) => {
    expect(qosClass({ containers: [{ name: 'c', image: 'i', resources: resources ?? {} }] })).toBe(expected);
  });
});
