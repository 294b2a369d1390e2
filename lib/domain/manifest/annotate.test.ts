import { describe, expect, it } from 'vitest';
import { annotated } from './annotate.ts';
import { parseManifest } from './parse.ts';

const MARKS = { 'portolan/model': 'qwen2.5-coder:7b' };

describe('annotations', () => {
  it('come to every object, and comments, order and other annotations stay', () => {
    const text = `# The pod of the shop.
apiVersion: v1
kind: Service # reached from inside
metadata:
  name: shop
  annotations:
    team: shop
spec: {ports: [{port: 80}]}
---
kind: ConfigMap
apiVersion: v1
metadata:
  name: shop
`;
    const marked = annotated(text, MARKS);
    expect(marked).toContain('# The pod of the shop.\napiVersion: v1\nkind: Service # reached from inside');
    const values = parseManifest(marked).documents.map(({ value }) => value);
    expect(values).toEqual([
      expect.objectContaining({ metadata: { name: 'shop', annotations: { team: 'shop', ...MARKS } } }),
      { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'shop', annotations: MARKS } },
    ]);
    // Once more changes nothing.
    expect(annotated(marked, MARKS)).toBe(marked);
  });

  it.each([
    ['values of a chart', 'image:\n    tag: "1.2"   # kept as it is\n'],
    ['a text that is no YAML', 'kind: Service\nmetadata: {name: [\n'],
    ['a list', '- kind: Service\n'],
    ['an object without a head', 'kind: Service\nmetadata: shop\n'],
    ['nothing', ''],
  ])('leave %s as it is', (_name, text) => {
    expect(annotated(text, MARKS)).toBe(text);
  });

  it('cannot become another line, whatever they say', () => {
    const marked = annotated('kind: A\napiVersion: v1\nmetadata:\n  name: a\n', {
      'portolan/model': 'x\n---\nkind: Secret',
    });
    expect(parseManifest(marked).documents).toHaveLength(1);
  });
});
