import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createListSplitter } from './list-splitter.ts';

function split(text: string, cutEvery = text.length, longestItemBytes = 1000) {
  const items: unknown[] = [];
  let oversized = 0;
  const splitter = createListSplitter({
    onItem: (bytes) => items.push(JSON.parse(bytes.toString('utf8'))),
    onOversized: () => {
      oversized += 1;
    },
    longestItemBytes,
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += cutEvery) {
    splitter.push(bytes.subarray(at, at + cutEvery));
  }
  return { items, oversized, frame: splitter.end() };
}

describe('createListSplitter', () => {
  const tricky = [
    { name: 'a', text: 'brackets ]}{[ and "quotes" \\ and \\" ends', items: [{ items: [1] }] },
    { name: 'ü😀', nested: { deep: [[{ x: {} }]] }, empty: {}, none: [] },
    {},
  ];

  it.each([1, 2, 3, 7, 64, 1000])('gives items and frame whatever the pieces are, here %d bytes', (cutEvery) => {
    const list = { kind: 'PodList', metadata: { resourceVersion: '7', continue: 'more' }, items: tricky };
    expect(split(JSON.stringify(list), cutEvery)).toEqual({
      items: tricky,
      oversized: 0,
      frame: { ...list, items: [] },
    });
  });

  it.each([
    [
      'metadata after the items, as custom resources have it',
      '{"apiVersion":"v1","items":[{"a":1}],"kind":"L","metadata":{"resourceVersion":"9"}}',
    ],
    ['spaces and lines', '{ "metadata" : { "resourceVersion" : "9" } ,\n "items" : [\n { "a" : 1 } \n] }\n'],
    ['other lists beside the items', '{"x":[1,[2]],"items":[{"a":1}],"metadata":{"resourceVersion":"9","items":[3]}}'],
  ])('reads %s', (_, text) => {
    const { items, frame } = split(text, 5);
    expect(items).toEqual([{ a: 1 }]);
    expect(frame.metadata).toMatchObject({ resourceVersion: '9' });
  });

  it.each(['{"items":null,"metadata":{}}', '{"items":[],"metadata":{}}', '{"metadata":{}}'])(
    'finds nothing in %s',
    (text) => {
      expect(split(text).items).toEqual([]);
    },
  );

  it('leaves out an item that is too large and goes on with the next', () => {
    const { items, oversized } = split(JSON.stringify({ items: [{ a: 'x'.repeat(5000) }, { b: 1 }] }), 100);
    expect({ items, oversized }).toEqual({ items: [{ b: 1 }], oversized: 1 });
  });

  it.each([
    '',
    '{"items":[{"a":1},{"b"',
    '{"items":[{"a":1}]',
    '{"items":["a',
    '<html><body>502 Bad Gateway</body></html>',
    '[]',
    '"text"',
    '}}}}',
    '{"metadata":{} "items":[]}',
  ])('refuses %j', (text) => {
    expect(() => split(text)).toThrow(SyntaxError);
  });

  it('refuses endless text that is no list before it fills the memory', () => {
    const splitter = createListSplitter({ onItem: () => {}, onOversized: () => {}, longestItemBytes: 10 });
    const page = Buffer.alloc(600_000, 'x');
    splitter.push(page);
    expect(() => splitter.push(page)).toThrow(SyntaxError);
  });

  it('agrees with JSON.parse on any list, cut anywhere', () => {
    const anyList = fc.record({
      items: fc.array(fc.dictionary(fc.string(), fc.jsonValue())),
      metadata: fc.jsonValue(),
    });
    fc.assert(
      fc.property(anyList, fc.integer({ min: 1, max: 40 }), (list, cutEvery) => {
        const text = JSON.stringify(list);
        const parsed = JSON.parse(text) as typeof list;
        const { items, frame } = split(text, cutEvery, 1_000_000);
        expect(items).toEqual(parsed.items);
        expect(frame).toEqual({ ...parsed, items: [] });
      }),
    );
  });
});
