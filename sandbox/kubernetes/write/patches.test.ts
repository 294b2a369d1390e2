import { describe, expect, it } from 'vitest';
import { applyJsonPatch } from './json-patch.ts';
import { applyMergePatch } from './merge-patch.ts';
import { applyStrategicMerge } from './strategic-merge-patch.ts';

describe('a merge patch', () => {
  // The cases of RFC 7386, appendix A.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j is %j', (target, patch, expected) => {
    expect(applyMergePatch(target, patch)).toEqual(expected);
  });

  it('leaves its target as it was', () => {
    const target = Object.freeze({ a: Object.freeze({ b: 1 }) });
    expect(applyMergePatch(target, { a: { b: 2 } })).toEqual({ a: { b: 2 } });
    expect(target).toEqual({ a: { b: 1 } });
  });

  it('takes __proto__ for a field like any other', () => {
    const patched = applyMergePatch({}, JSON.parse('{"__proto__":{"isAdmin":true}}')) as { isAdmin?: boolean };
    expect(patched.isAdmin).toBeUndefined();
    expect(Object.keys(patched)).toEqual(['__proto__']);
  });
});

describe('a JSON patch', () => {
  // From RFC 6902, appendix A.
  it.each([
    [{ foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { baz: 'qux', foo: 'bar' }],
    [{ foo: ['bar', 'baz'] }, [{ op: 'add', path: '/foo/1', value: 'qux' }], { foo: ['bar', 'qux', 'baz'] }],
    [{ foo: ['bar'] }, [{ op: 'add', path: '/foo/-', value: ['abc'] }], { foo: ['bar', ['abc']] }],
    [{ baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
    [{ foo: ['bar', 'qux', 'baz'] }, [{ op: 'remove', path: '/foo/1' }], { foo: ['bar', 'baz'] }],
    [{ baz: 'qux' }, [{ op: 'replace', path: '/baz', value: 'boo' }], { baz: 'boo' }],
    [
      { foo: { bar: 'baz', waldo: 'fred' }, qux: { corge: 'grault' } },
      [{ op: 'move', from: '/foo/waldo', path: '/qux/thud' }],
      { foo: { bar: 'baz' }, qux: { corge: 'grault', thud: 'fred' } },
    ],
    [
      { foo: ['all', 'grass', 'cows', 'eat'] },
      [{ op: 'move', from: '/foo/1', path: '/foo/3' }],
      { foo: ['all', 'cows', 'eat', 'grass'] },
    ],
    [{ a: 1 }, [{ op: 'copy', from: '/a', path: '/b' }], { a: 1, b: 1 }],
    [{ '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: 10 }], { '/': 9, '~1': 10 }],
    [{ labels: { 'a/b': 'c' } }, [{ op: 'replace', path: '/labels/a~1b', value: 'd' }], { labels: { 'a/b': 'd' } }],
    [{ a: 1 }, [{ op: 'replace', path: '', value: { b: 2 } }], { b: 2 }],
  ])('%j with %j is %j', (target, patch, expected) => {
    expect(applyJsonPatch(target, patch)).toEqual(expected);
  });

  it.each([
    [[{ op: 'remove', path: '/missing' }], 'path does not exist: /missing'],
    [[{ op: 'replace', path: '/missing', value: 1 }], 'path does not exist'],
    [[{ op: 'add', path: '/missing/child', value: 1 }], 'path does not exist'],
    [[{ op: 'add', path: '/list/9', value: 1 }], 'unable to access invalid index: 9'],
    [[{ op: 'add', path: '/list/x', value: 1 }], 'unable to access invalid index: x'],
    [[{ op: 'test', path: '/a', value: 2 }], 'testing path /a value failed'],
    [[{ op: 'paint', path: '/a' }], 'unexpected kind: paint'],
    [[{ op: 'add', path: 'a', value: 1 }], 'bad path: a'],
    [[{ op: 'remove', path: '/constructor' }], 'path does not exist'],
    [{ op: 'add' }, 'no list of operations'],
  ])('%j is refused with 422', (patch, message) => {
    const work = () => applyJsonPatch({ a: 1, list: [] }, patch);
    expect(work).toThrow(message);
    expect(work).toThrow(
      expect.objectContaining({ status: expect.objectContaining({ code: 422, reason: 'Invalid' }) }),
    );
  });
});

describe('a strategic merge patch', () => {
  const stored = {
    metadata: { finalizers: ['a'], labels: { x: '1' } },
    spec: {
      containers: [
        { name: 'main', image: 'nginx:1', ports: [{ containerPort: 80 }], env: [{ name: 'A', value: '1' }] },
        { name: 'side', image: 'proxy:1' },
      ],
      args: ['a', 'b'],
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
    },
  };

  it.each([
    [
      'merges containers by name',
      { spec: { containers: [{ name: 'main', image: 'nginx:2' }] } },
      ['spec', 'containers'],
      [{ ...stored.spec.containers[0], image: 'nginx:2' }, stored.spec.containers[1]],
    ],
    [
      'adds elements at the end',
      { spec: { containers: [{ name: 'new', image: 'x' }] } },
      ['spec', 'containers'],
      [...stored.spec.containers, { name: 'new', image: 'x' }],
    ],
    [
      'takes elements away',
      { spec: { containers: [{ name: 'side', $patch: 'delete' }] } },
      ['spec', 'containers'],
      [stored.spec.containers[0]],
    ],
    [
      'merges lists in elements of lists',
      {
        spec: {
          containers: [
            { name: 'main', env: [{ name: 'B', value: '2' }], ports: [{ containerPort: 80, name: 'http' }] },
          ],
        },
      },
      ['spec', 'containers', '0'],
      {
        name: 'main',
        image: 'nginx:1',
        ports: [{ containerPort: 80, name: 'http' }],
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
    ],
    [
      'replaces a whole list when told to',
      { spec: { containers: [{ $patch: 'replace' }, { name: 'only', image: 'y' }] } },
      ['spec', 'containers'],
      [{ name: 'only', image: 'y' }],
    ],
    ['replaces lists without a key', { spec: { args: ['c'] } }, ['spec', 'args'], ['c']],
    ['joins finalizers', { metadata: { finalizers: ['b', 'a'] } }, ['metadata', 'finalizers'], ['a', 'b']],
    [
      'takes plain values out of lists',
      { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } },
      ['metadata', 'finalizers'],
      [],
    ],
    [
      'keeps only the fields it is told to retain',
      { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } },
      ['spec', 'strategy'],
      { type: 'Recreate' },
    ],
    ['takes fields away with null', { metadata: { labels: { x: null, y: '2' } } }, ['metadata', 'labels'], { y: '2' }],
    [
      'says nothing of the order it is given',
      { spec: { '$setElementOrder/containers': [{ name: 'main' }] } },
      ['spec'],
      stored.spec,
    ],
  ])('%s', (_what, patch, path, expected) => {
    const patched = applyStrategicMerge(stored, patch);
    const found = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], patched);
    expect(found).toEqual(expected);
  });

  it('tells ports of services from those of containers', () => {
    const service = { spec: { ports: [{ port: 80, name: 'http' }, { port: 443 }] } };
    expect(applyStrategicMerge(service, { spec: { ports: [{ port: 80, targetPort: 8080 }] } })).toEqual({
      spec: { ports: [{ port: 80, name: 'http', targetPort: 8080 }, { port: 443 }] },
    });
  });
});
