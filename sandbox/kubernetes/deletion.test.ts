import { afterEach, describe, expect, it } from 'vitest';
import { createSandboxClock } from '../clock.ts';
import { type DeletionOptions, removeIfReleased, requestDeletion } from './deletion.ts';
import type { KubeObject } from './object.ts';
import { resourceType } from './resources.ts';
import { createObjectStore, type ObjectStore } from './store.ts';
import { CONFIG_MAP, configMap, POD, pod } from './testing/kubernetes-rig.ts';

const clock = createSandboxClock({ startAt: Date.parse('2026-03-01T12:00:00Z'), rate: 0.001 });
afterEach(() => clock.stop());

function remove(store: ObjectStore, kind: string, object: KubeObject, options: DeletionOptions = {}) {
  return requestDeletion({ store, clock, resource: resourceType(kind), object, options });
}

describe('a deletion', () => {
  it('removes at once what nothing holds', () => {
    const store = createObjectStore(clock);
    const { isRemoved } = remove(store, 'ConfigMap', store.create(CONFIG_MAP, configMap('a')));
    expect(isRemoved).toBe(true);
    expect(store.list(CONFIG_MAP)).toEqual([]);
  });

  it('only marks what a finalizer holds, and the last one to let go removes it', () => {
    const store = createObjectStore(clock);
    const held = { ...configMap('a'), metadata: { ...configMap('a').metadata, finalizers: ['x.io/y'] } };
    const { isRemoved, object } = remove(store, 'ConfigMap', store.create(CONFIG_MAP, held));
    expect(isRemoved).toBe(false);
    expect(object.metadata).toMatchObject({ deletionTimestamp: '2026-03-01T12:00:00Z', finalizers: ['x.io/y'] });
    expect(removeIfReleased(store, CONFIG_MAP, object)).toBe(object);
    const released = store.update(CONFIG_MAP, { ...object, metadata: { ...object.metadata, finalizers: [] } });
    removeIfReleased(store, CONFIG_MAP, released);
    expect(store.list(CONFIG_MAP)).toEqual([]);
  });

  it('once asked for is never taken back', () => {
    const store = createObjectStore(clock);
    const held = { ...configMap('a'), metadata: { ...configMap('a').metadata, finalizers: ['x.io/y'] } };
    const { object } = remove(store, 'ConfigMap', store.create(CONFIG_MAP, held));
    const { deletionTimestamp, ...metadata } = object.metadata;
    expect(store.update(CONFIG_MAP, { ...object, metadata }).metadata.deletionTimestamp).toBe(deletionTimestamp);
  });

  it.each<[string, KubeObject, DeletionOptions, number | null]>([
    ['on a node ends in 30 s', pod('a', 'n1'), {}, 30],
    [
      'on a node ends in its own time',
      { ...pod('a', 'n1'), spec: { nodeName: 'n1', terminationGracePeriodSeconds: 5 } },
      {},
      5,
    ],
    ['on a node ends as asked for', pod('a', 'n1'), { gracePeriodSeconds: 2 }, 2],
    ['on a node is gone when forced', pod('a', 'n1'), { gracePeriodSeconds: 0 }, null],
    ['without a node is gone', pod('a', undefined, 'Pending'), {}, null],
    ['that is done is gone', pod('a', 'n1', 'Succeeded'), {}, null],
  ])('of a pod: one %s', (_what, given, options, grace) => {
    const store = createObjectStore(clock);
    const { isRemoved, object } = remove(store, 'Pod', store.create(POD, given), options);
    expect(isRemoved).toBe(grace === null);
    expect(object.metadata.deletionGracePeriodSeconds).toBe(grace ?? undefined);
  });

  it('of a pod says when it must have ended, and a second one can only shorten that', () => {
    const store = createObjectStore(clock);
    const { object } = remove(store, 'Pod', store.create(POD, pod('a', 'n1')));
    expect(object.metadata.deletionTimestamp).toBe('2026-03-01T12:00:30Z');
    const again = remove(store, 'Pod', object, { gracePeriodSeconds: 90 });
    expect(again.object.metadata.deletionGracePeriodSeconds).toBe(30);
    expect(remove(store, 'Pod', again.object, { gracePeriodSeconds: 0 }).isRemoved).toBe(true);
  });

  it('of a namespace waits for its content', () => {
    const store = createObjectStore(clock);
    const type = resourceType('Namespace');
    const made = store.create(type, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } });
    const { isRemoved, object } = remove(store, 'Namespace', made);
    expect(isRemoved).toBe(false);
    expect(object.status).toEqual({ phase: 'Terminating' });
    removeIfReleased(store, type, store.update(type, { ...object, spec: { finalizers: [] } }));
    expect(store.list(type)).toEqual([]);
  });

  it.each([
    ['Orphan', ['orphan']],
    ['Foreground', ['foregroundDeletion']],
  ] as const)('with %s leaves the rest to the garbage collector', (propagationPolicy, finalizers) => {
    const store = createObjectStore(clock);
    const { object } = remove(store, 'ConfigMap', store.create(CONFIG_MAP, configMap('a')), { propagationPolicy });
    expect(object.metadata.finalizers).toEqual(finalizers);
  });

  it('of something else by the same name is refused', () => {
    const store = createObjectStore(clock);
    const object = store.create(CONFIG_MAP, configMap('a'));
    expect(() => remove(store, 'ConfigMap', object, { preconditions: { uid: 'other' } })).toThrow(
      `Precondition failed: UID in precondition: other, UID in object meta: ${object.metadata.uid}`,
    );
    expect(() => remove(store, 'ConfigMap', object, { preconditions: { resourceVersion: '1' } })).toThrow(
      'Precondition failed',
    );
    expect(store.list(CONFIG_MAP)).toHaveLength(1);
  });
});
