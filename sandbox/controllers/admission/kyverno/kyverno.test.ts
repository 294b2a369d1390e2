import { describe, expect, it } from 'vitest';
import { createSandboxClock } from '../../../clock.ts';
import type { KubeObject } from '../../../kubernetes/object.ts';
import { resourceType } from '../../../kubernetes/resources.ts';
import { createObjectStore } from '../../../kubernetes/store.ts';
import { parseManifests } from '../../../platform/parse-manifests.ts';
import { readPlatformRepository } from '../../../platform/seed.ts';
import { createObjectIndex } from '../../api/object-index.ts';
import { deploymentOf } from '../../testing/test-cluster.ts';
import { checkPolicies } from './admit.ts';
import { matchPattern } from './pattern.ts';
import { matchesScalar } from './scalar.ts';

describe('a scalar pattern', () => {
  it.each<[unknown, unknown, boolean]>([
    ['nginx:1', '*:*', true],
    ['nginx', '*:*', false],
    ['nginx:latest', '!*:latest', false],
    [undefined, '!*:latest', false],
    [undefined, '!true', false],
    [false, 'false', true],
    [undefined, 'false', false],
    [true, true, true],
    ['true', true, false],
    ['512Mi', '<=1Gi', true],
    ['2Gi', '<=1Gi', false],
    [undefined, '<=5', true],
    ['30s', '>=1m', false],
    ['a', 'a | b', true],
    ['', '?*', false],
    [3, 3, true],
    ['3', 3, true],
    [undefined, null, true],
  ])('%j against %j: %s', (value, pattern, expected) => {
    expect(matchesScalar(value, pattern)).toBe(expected);
  });
});

describe('anchors', () => {
  it.each<[string, unknown, unknown, string]>([
    ['a condition that does not hold skips', { '(a)': 'x', b: 'y' }, { a: 'z' }, 'skip'],
    ['one that holds demands its siblings', { '(a)': 'x', b: 'y' }, { a: 'x', b: 'z' }, 'fail'],
    [
      'a list skips only the elements it does not concern',
      [{ '(n)': 'x', v: 1 }],
      [{ n: 'x', v: 1 }, { n: 'y' }],
      'pass',
    ],
    ['what may be missing may be missing', { '=(a)': { b: 1 } }, {}, 'pass'],
    ['but must fit if it is there', { '=(a)': { b: 1 } }, { a: { b: 2 } }, 'fail'],
    ['what must not be there', { 'X(a)': 'null' }, { a: null }, 'fail'],
    ['what one element must have', { '^(list)': [{ n: 'x' }] }, { list: [{ n: 'y' }, { n: 'x' }] }, 'pass'],
    ['a global condition skips the rule', { '<(a)': 'x', b: 1 }, { a: 'y', b: 2 }, 'skip rule'],
    ['a missing list fails', { list: [{ a: 1 }] }, {}, 'fail'],
    ['an empty one does not', { list: [{ a: 1 }] }, { list: [] }, 'pass'],
  ])('%s', (_name, pattern, value, verdict) => {
    expect(matchPattern(pattern, value, '/').verdict).toBe(verdict);
  });
});

/** The policies of the platform's repository, ready. */
function refusalOf(object: KubeObject): string | null {
  const store = createObjectStore(createSandboxClock());
  for (const [path, text] of readPlatformRepository()) {
    for (const manifest of path.startsWith('policies/kyverno/') ? parseManifests(text) : []) {
      const status = { conditions: [{ type: 'Ready', status: 'True' }] };
      store.create(resourceType(manifest.kind), manifest.kind === 'ClusterPolicy' ? { ...manifest, status } : manifest);
    }
  }
  const index = createObjectIndex(store);
  try {
    checkPolicies(object, index);
    return null;
  } catch (error) {
    return (error as Error).message;
  } finally {
    index.close();
  }
}

const privileged = { containers: [{ name: 'main', image: 'web:1', securityContext: { privileged: true } }] };

describe("the platform's own policies", () => {
  it('let a Deployment with a fixed tag pass', () => {
    expect(refusalOf(deploymentOf('web', 'shop'))).toBeNull();
  });

  it('refuse a moving tag, in the words of the webhook', () => {
    expect(refusalOf(deploymentOf('web', 'shop', { image: 'nginx:latest' }))).toBe(
      `admission webhook "validate.kyverno.svc-fail" denied the request: \n\nresource Deployment/shop/web was blocked due to the following policies \n\ndisallow-latest-tag:\n  autogen-no-latest: 'validation error: The tag latest moves; name a version. rule autogen-no-latest failed at path /spec/template/spec/containers/0/image/'\n`,
    );
  });

  it('refuse an image without a tag', () => {
    expect(refusalOf(deploymentOf('web', 'shop', { image: 'nginx' }))).toContain('autogen-require-image-tag');
  });

  it('refuse privileged pods, except where the platform needs them', () => {
    expect(refusalOf(deploymentOf('web', 'shop', privileged))).toContain('autogen-privileged-containers');
    expect(refusalOf(deploymentOf('web', 'gpu-workloads', privileged))).toBeNull();
    expect(refusalOf(deploymentOf('web', 'kube-system', privileged))).toBeNull();
  });

  it('only report what they audit', () => {
    const bare = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'shop' },
      spec: { containers: [{ name: 'c', image: 'web:1' }] },
    };
    expect(refusalOf(bare)).toBeNull();
  });
});
