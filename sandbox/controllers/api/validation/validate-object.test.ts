import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../kubernetes/object.ts';
import { resourceType } from '../../../kubernetes/resources.ts';
import { deploymentOf } from '../../testing/test-cluster.ts';
import { validateObject } from './validate-object.ts';

function problem(object: KubeObject, before?: KubeObject): string | null {
  try {
    validateObject(object, resourceType(object.kind), before);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

const good = deploymentOf('web', 'shop');

function changed(change: (spec: Record<string, unknown>) => Record<string, unknown>): KubeObject {
  return { ...good, spec: change(structuredClone(good.spec ?? {})) };
}

function withContainer(container: Record<string, unknown>): KubeObject {
  const base = { name: 'main', image: 'nginx:1' };
  return changed((spec) => ({
    ...spec,
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ ...base, ...container }] } },
  }));
}

describe('an object the API server would refuse', () => {
  it('accepts one that is right', () => {
    expect(problem(good)).toBeNull();
  });

  it.each<[string, KubeObject, string]>([
    [
      'a name with capitals',
      { ...good, metadata: { ...good.metadata, name: 'Web' } },
      'metadata.name: Invalid value: "Web": a lowercase RFC 1123 subdomain',
    ],
    ['no selector', changed(({ selector, ...spec }) => spec), 'spec.selector: Required value'],
    [
      'a selector that misses its own pods',
      changed((spec) => ({ ...spec, selector: { matchLabels: { app: 'other' } } })),
      '`selector` does not match template `labels`',
    ],
    [
      'no containers',
      changed((spec) => ({ ...spec, template: { metadata: { labels: { app: 'web' } }, spec: {} } })),
      'spec.template.spec.containers: Required value',
    ],
    ['no image', withContainer({ image: '' }), 'spec.template.spec.containers[0].image: Required value'],
    [
      'a quantity that is none',
      withContainer({ resources: { limits: { memory: '1 Gi' } } }),
      'limits[memory]: Invalid value: "1 Gi": quantities must match',
    ],
    [
      'more requested than limited',
      withContainer({ resources: { requests: { memory: '2Gi' }, limits: { memory: '1Gi' } } }),
      'must be less than or equal to memory limit of 1Gi',
    ],
    [
      'a GPU in the requests only',
      withContainer({ resources: { requests: { 'nvidia.com/gpu': 1 } } }),
      'Limit must be set for non overcommitable resources',
    ],
    ['half a GPU', withContainer({ resources: { limits: { 'nvidia.com/gpu': '500m' } } }), 'must be an integer'],
    [
      'a mount without its volume',
      withContainer({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }),
      'volumeMounts[0].name: Not found: "data"',
    ],
    [
      'an environment value that is a number',
      withContainer({ env: [{ name: 'PORT', value: 8080 }] }),
      'env[0].value: Invalid value: 8080: must be a string',
    ],
    [
      'a port out of range',
      withContainer({ ports: [{ containerPort: 70_000 }] }),
      'must be between 1 and 65535, inclusive',
    ],
    ['negative replicas', changed((spec) => ({ ...spec, replicas: -1 })), 'must be greater than or equal to 0'],
  ])('%s', (_name, object, expected) => {
    expect(problem(object)).toContain(expected);
    expect(problem(object)).toMatch(/^Deployment\.apps ".*" is invalid: /);
  });

  it('names all that is wrong at once', () => {
    const object = withContainer({ image: '', ports: [{ containerPort: 0 }] });
    expect(problem(object)).toMatch(/is invalid: \[.*Required value, .*inclusive\]$/);
  });

  it('does not let a selector change', () => {
    const next = changed((spec) => ({
      ...spec,
      selector: { matchLabels: { app: 'next' } },
      template: { metadata: { labels: { app: 'next' } }, spec: { containers: [{ name: 'main', image: 'nginx:1' }] } },
    }));
    expect(problem(next, good)).toContain('field is immutable');
  });
});
