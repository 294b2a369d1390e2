import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../kubernetes/object.ts';
import { trackedBy, trackingId, withTracking } from '../application/tracking.ts';
import { isInSync } from './compare-object.ts';
import { hasLeftovers, isSatisfied } from './is-satisfied.ts';
import { ignoredPointers, withoutPointers } from './pointers.ts';

describe('what is wanted against what is there', () => {
  it.each<[string, unknown, unknown, boolean]>([
    ['more fields are fine', { a: 1 }, { a: 1, b: 2 }, true],
    ['another value is not', { a: 1 }, { a: 2 }, false],
    ['a missing field is not', { a: 1 }, {}, false],
    ['an empty map is none', { a: {} }, {}, true],
    ['an empty list is none', { a: [] }, {}, true],
    ['null is none', { a: null }, {}, true],
    ['lists need the same length', { a: [1] }, { a: [1, 2] }, false],
    ['elements may have more', { a: [{ x: 1 }] }, { a: [{ x: 1, y: 2 }] }, true],
    [
      'amounts are compared by value',
      { limits: { memory: '1024Mi', cpu: 1 } },
      { limits: { memory: '1Gi', cpu: '1000m' } },
      true,
    ],
    ['other texts are not', { data: { memory: '1024Mi' } }, { data: { memory: '1Gi' } }, false],
    ['a key without a value is not there', { a: undefined }, { a: 5 }, true],
  ])('%s', (_name, wanted, live, expected) => {
    expect(isSatisfied(wanted, live)).toBe(expected);
  });

  it('sees what was applied before and is wanted no more', () => {
    expect(hasLeftovers({ a: { x: 1, y: 2 } }, { a: { x: 1 } }, { a: { x: 1, y: 2 } })).toBe(true);
    expect(hasLeftovers({ a: { x: 1, y: 2 } }, { a: { x: 1 } }, { a: { x: 1 } })).toBe(false);
    expect(hasLeftovers({ a: 1 }, { a: 1 }, { a: 1, b: 'of others' })).toBe(false);
  });
});

const secret = (data: Record<string, unknown>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's', namespace: 'shop' },
  ...data,
});

describe('an object', () => {
  it('is compared without its status, and secrets by what they become', () => {
    const live = { ...secret({ data: { k: 'dg==' }, type: 'Opaque' }), status: { x: 1 } };
    expect(isInSync(secret({ stringData: { k: 'v' } }), live, undefined, [])).toBe(true);
    expect(isInSync(secret({ stringData: { k: 'other' } }), live, undefined, [])).toBe(false);
  });

  it('is compared without what is ignored for its kind', () => {
    const rule = { group: '', kind: 'Secret', name: '', namespace: '', jsonPointers: ['/data'] };
    const [wanted, live] = [secret({ data: { k: 'a' } }), secret({ data: { k: 'b' } })];
    expect(isInSync(wanted, live, undefined, [rule])).toBe(true);
    expect(isInSync(wanted, live, undefined, [{ ...rule, name: 'other' }])).toBe(false);
    expect(ignoredPointers([{ ...rule, kind: 'ConfigMap' }], wanted)).toEqual([]);
  });

  it('loses what pointers name, with their escapes, and nothing else', () => {
    const object = { ...secret({}), spec: { list: [{ a: 1 }, { a: 2 }], 'x/y': 1, 'p~q': 2, keep: 3 } };
    const left = withoutPointers(object, ['/spec/list/0', '/spec/x~1y', '/spec/p~0q', '/spec/none/deep']);
    expect(left.spec).toEqual({ list: [{ a: 2 }], keep: 3 });
  });
});

describe('tracking', () => {
  const object: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
  };
  const byAnnotation = { method: 'annotation', labelKey: 'app.kubernetes.io/instance' } as const;

  it('names group, kind, namespace and name', () => {
    expect(trackingId('app', object, 'x')).toBe('app:apps/Deployment:shop/web');
    expect(trackingId('app', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }, 'x')).toBe(
      'app:/Namespace:x/shop',
    );
  });

  it.each([
    ['annotation', undefined],
    ['annotation+label', 'app'],
    ['label', 'app'],
  ] as const)('by %s is found again', (method, label) => {
    const tracking = { ...byAnnotation, method };
    const marked = withTracking(object, 'app', 'x', tracking);
    expect(marked.metadata.labels?.['app.kubernetes.io/instance']).toBe(label);
    expect(trackedBy(marked, tracking)).toBe('app');
  });

  it('does not count for another object, nor for one that belongs to another', () => {
    const marked = withTracking(object, 'app', 'x', byAnnotation);
    expect(trackedBy({ ...marked, kind: 'ReplicaSet' }, byAnnotation)).toBeNull();
    expect(trackedBy({ ...marked, metadata: { ...marked.metadata, name: 'web-1' } }, byAnnotation)).toBeNull();
    const ownerReferences = [{ apiVersion: 'v1', kind: 'X', name: 'x', uid: 'u' }];
    const owned = {
      ...object,
      metadata: { ...object.metadata, labels: { 'app.kubernetes.io/instance': 'app' }, ownerReferences },
    };
    expect(trackedBy(owned, { ...byAnnotation, method: 'label' })).toBeNull();
  });
});
