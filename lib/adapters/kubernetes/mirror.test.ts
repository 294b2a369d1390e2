import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMirror } from './mirror.ts';
import { createRecorder, THING_KIND, type ThingValue } from './testing/rig.ts';

const thing = (name: unknown, size: unknown) => ({ metadata: { namespace: 'a', name }, spec: { size } });

function rig() {
  const sink = createRecorder<ThingValue>();
  const calls: string[] = [];
  const mirror = createMirror(THING_KIND, {
    replace: (values) => {
      calls.push(`replace ${values.size}`);
      sink.replace(values);
    },
    upsert: (id, value) => {
      calls.push(`upsert ${id}`);
      sink.upsert(id, value);
    },
    remove: (id) => {
      calls.push(`remove ${id}`);
      sink.remove(id);
    },
  });
  return { mirror, sink, calls };
}

describe('createMirror', () => {
  it('tells nothing where nothing that is kept changed', () => {
    const { mirror, calls } = rig();
    mirror.put(thing('x', 1));
    mirror.put({ ...thing('x', 1), status: { noise: 7 } });
    mirror.delete(thing('nobody', 1));
    expect(calls).toEqual(['upsert a/x']);
  });

  it('keeps the very same value through a list', () => {
    const { mirror, sink } = rig();
    mirror.put(thing('x', 1));
    const before = sink.values.get('a/x');
    const list = mirror.beginList();
    list.add(() => thing('x', 1));
    list.add(() => thing('y', 2));
    list.commit();
    expect(sink.values.get('a/x')).toBe(before);
    expect(sink.values.size).toBe(2);
  });

  it('changes nothing before a list is whole', () => {
    const { mirror, sink } = rig();
    mirror.put(thing('x', 1));
    mirror.beginList().add(() => thing('y', 2));
    expect([...sink.values.keys()]).toEqual(['a/x']);
    expect(mirror.hasData).toBe(false);
  });

  it('leaves out what it cannot read, says so, and takes it back in when it can', () => {
    const { mirror, sink } = rig();
    mirror.put(thing('x', 1));
    mirror.put(thing('x', 'garbage'));
    expect([sink.values.size, mirror.note()]).toEqual([
      0,
      'Left out because they cannot be read: things a/x (spec.size is no number).',
    ]);
    const list = mirror.beginList();
    list.add(() => {
      throw new RangeError('it is larger than 16 MB');
    });
    list.add(() => thing('x', 'still'));
    list.commit();
    expect(mirror.note()).toContain('and 1 more');
    mirror.put(thing('x', 2));
    mirror.delete(thing('y', 'gone with its trouble'));
    expect(sink.values.get('a/x')?.size).toBe(2);
  });

  it('survives any object, in events and in lists', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.anything(), fc.record({ metadata: fc.anything(), spec: fc.anything() }))),
        (objects) => {
          const { mirror } = rig();
          for (const object of objects) {
            mirror.put(object);
            mirror.delete(object);
          }
          const list = mirror.beginList();
          for (const object of objects) {
            list.add(() => object);
          }
          list.commit();
          expect(typeof mirror.note()).toBe('string');
        },
      ),
    );
  });
});
