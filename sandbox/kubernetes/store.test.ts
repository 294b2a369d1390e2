import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createSandboxClock } from '../clock.ts';
import type { KubeObject } from './object.ts';
import { resourceType } from './resources.ts';
import { createObjectStore, type StoreEvent } from './store.ts';
import { application, CONFIG_MAP, configMap } from './testing/kubernetes-rig.ts';

const clock = createSandboxClock();
afterEach(() => clock.stop());

function names(objects: readonly KubeObject[]): string[] {
  return objects.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
}

describe('writes', () => {
  it('give an object its identity, and each its own revision', () => {
    const store = createObjectStore(clock);
    const before = store.revision;
    const made = store.create(CONFIG_MAP, configMap('a'));
    expect(made.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(made.metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(made.metadata.resourceVersion).toBe(String(before + 1));
    const changed = store.update(CONFIG_MAP, configMap('a', 'w'));
    expect(changed.metadata.resourceVersion).toBe(String(before + 2));
    expect(changed.metadata.uid).toBe(made.metadata.uid);
    expect(changed.metadata.creationTimestamp).toBe(made.metadata.creationTimestamp);
    expect(store.delete(CONFIG_MAP, 'default', 'a').metadata.resourceVersion).toBe(String(before + 3));
    expect(store.get(CONFIG_MAP, 'default', 'a')).toBeUndefined();
  });

  it('refuse what is there, what is not, and what was made from another version', () => {
    const store = createObjectStore(clock);
    const first = store.create(CONFIG_MAP, configMap('a'));
    store.update(CONFIG_MAP, configMap('a', 'w'));
    const stale = { ...first, data: { value: 'x' } };
    expect(() => store.create(CONFIG_MAP, configMap('a'))).toThrow('configmaps "a" already exists');
    expect(() => store.update(CONFIG_MAP, configMap('b'))).toThrow('configmaps "b" not found');
    expect(() => store.delete(CONFIG_MAP, 'default', 'b')).toThrow('configmaps "b" not found');
    expect(() => store.update(CONFIG_MAP, stale)).toThrow(
      'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    );
  });

  it('make no event and no revision when nothing changes', () => {
    const store = createObjectStore(clock);
    const made = store.create(CONFIG_MAP, configMap('a'));
    expect(store.update(CONFIG_MAP, { ...configMap('a'), kind: 'ConfigMap' })).toBe(made);
    expect(store.revision).toBe(Number(made.metadata.resourceVersion));
  });

  it('leave nobody a way to change what is stored', () => {
    const store = createObjectStore(clock);
    const given = configMap('a', 'v', { tier: 'x' });
    const made = store.create(CONFIG_MAP, given);
    expect(() => Object.assign(made.metadata.labels ?? {}, { tier: 'y' })).toThrow(TypeError);
    expect(() => Object.assign(given.metadata.labels ?? {}, { tier: 'y' })).toThrow(TypeError);
  });
});

describe('generation', () => {
  const deployment = (replicas: number, ready: number): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: { replicas },
    status: { readyReplicas: ready },
  });

  it('counts changes of the wish, not of the status where that is a subresource', () => {
    const store = createObjectStore(clock);
    const type = resourceType('Deployment');
    const generation = (object: KubeObject) => object.metadata.generation;
    expect(generation(store.create(type, deployment(1, 0)))).toBe(1);
    expect(generation(store.update(type, deployment(1, 1)))).toBe(1);
    expect(generation(store.update(type, deployment(2, 1)))).toBe(2);
  });

  it('counts every change of an Application, whose status is no subresource', () => {
    const store = createObjectStore(clock);
    const type = resourceType('Application');
    store.create(type, application('a'));
    expect(store.update(type, application('a', 'OutOfSync')).metadata.generation).toBe(2);
  });

  it('is not there for kinds that never had one', () => {
    const store = createObjectStore(clock);
    expect(store.create(CONFIG_MAP, configMap('a')).metadata.generation).toBeUndefined();
  });
});

describe('lists', () => {
  it('come in order of namespace and name, as etcd has its keys', () => {
    const store = createObjectStore(clock);
    for (const [namespace, name] of [
      ['b', 'a'],
      ['a-b', 'z'],
      ['a', 'z'],
      ['a', 'b'],
      ['a', 'b-c'],
    ] as const) {
      store.create(CONFIG_MAP, { ...configMap(name), metadata: { name, namespace } });
    }
    expect(names(store.list(CONFIG_MAP))).toEqual(['a-b/z', 'a/b', 'a/b-c', 'a/z', 'b/a']);
    expect(names(store.list(CONFIG_MAP, 'a'))).toEqual(['a/b', 'a/b-c', 'a/z']);
  });

  it('of the past are what they were then, after any writes', () => {
    const action = fc.record({
      kind: fc.constantFrom('put', 'delete'),
      name: fc.constantFrom('a', 'b', 'c', 'd'),
      namespace: fc.constantFrom('one', 'two'),
      value: fc.string({ maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
        const store = createObjectStore(clock);
        const past: { revision: number; all: KubeObject[]; one: KubeObject[] }[] = [];
        for (const { kind, name, namespace, value } of actions) {
          past.push({ revision: store.revision, all: store.list(CONFIG_MAP), one: store.list(CONFIG_MAP, 'one') });
          const isThere = store.get(CONFIG_MAP, namespace, name) !== undefined;
          const object = { ...configMap(name, value), metadata: { name, namespace } };
          if (kind === 'put') {
            store[isThere ? 'update' : 'create'](CONFIG_MAP, object);
          } else if (isThere) {
            store.delete(CONFIG_MAP, namespace, name);
          }
        }
        for (const { revision, all, one } of past) {
          expect(store.listAt(CONFIG_MAP, revision)).toEqual(all);
          expect(store.listAt(CONFIG_MAP, revision, 'one')).toEqual(one);
        }
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it('of a time that is forgotten, or not yet, are not made up', () => {
    const store = createObjectStore(clock);
    const { metadata } = store.create(CONFIG_MAP, configMap('a'));
    store.update(CONFIG_MAP, configMap('a', 'w'));
    store.compact();
    expect(store.listAt(CONFIG_MAP, Number(metadata.resourceVersion))).toBeNull();
    expect(store.listAt(CONFIG_MAP, store.revision + 1)).toBeNull();
    expect(store.listAt(CONFIG_MAP, store.revision)).toHaveLength(1);
  });
});

describe('events', () => {
  it('since a revision are those of the kind, oldest first, with what was there before', () => {
    const store = createObjectStore(clock);
    const start = store.revision;
    store.create(CONFIG_MAP, configMap('a'));
    store.create(resourceType('Application'), application('x'));
    store.update(CONFIG_MAP, configMap('a', 'w'));
    store.delete(CONFIG_MAP, 'default', 'a');
    const seen = (store.eventsSince(CONFIG_MAP, start) ?? []).map(({ type, object, previous }) => [
      type,
      object.data,
      previous?.data,
    ]);
    expect(seen).toEqual([
      ['ADDED', { value: 'v' }, undefined],
      ['MODIFIED', { value: 'w' }, { value: 'v' }],
      ['DELETED', { value: 'w' }, { value: 'w' }],
    ]);
    expect(store.eventsSince(CONFIG_MAP, store.revision)).toEqual([]);
  });

  it('are kept up to a bound, and after that refused instead of left out', () => {
    const store = createObjectStore(clock);
    store.create(CONFIG_MAP, configMap('a'));
    const start = store.revision;
    for (let index = 0; index < 25_000; index += 1) {
      store.update(CONFIG_MAP, configMap('a', String(index)));
    }
    expect(store.eventsSince(CONFIG_MAP, start)).toBeNull();
    expect(store.eventsSince(CONFIG_MAP, store.revision - 5000)).toHaveLength(5000);
  });

  it('are forgotten up to a revision and no further', () => {
    const store = createObjectStore(clock);
    store.create(CONFIG_MAP, configMap('a'));
    const middle = store.revision;
    store.create(CONFIG_MAP, configMap('b'));
    store.compact(middle);
    expect(store.eventsSince(CONFIG_MAP, middle - 1)).toBeNull();
    expect(store.eventsSince(CONFIG_MAP, middle)).toHaveLength(1);
  });

  it('reach every listener in order, also when a listener writes', () => {
    const store = createObjectStore(clock);
    const seen: { first: StoreEvent[]; second: StoreEvent[] } = { first: [], second: [] };
    store.subscribe((event) => {
      seen.first.push(event);
      if (event.object.metadata.name === 'a') {
        store.create(CONFIG_MAP, configMap('b'));
      }
    });
    store.subscribe((event) => seen.second.push(event));
    store.create(CONFIG_MAP, configMap('a'));
    expect(seen.second.map(({ object }) => object.metadata.name)).toEqual(['a', 'b']);
    expect(seen.first).toEqual(seen.second);
  });
});
