import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editValue, valueWith } from './edit-value.ts';
import type { ManifestPath } from './manifest.ts';
import { readParts } from './read-parts.ts';

const FILE = `# The shop.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop   # its name
  labels: {app: shop}
spec:
    replicas: 2  # enough
    template:
        spec:
            containers:
            - name: web
              image: "registry.local/shop:1.0"   # the newest

              args: ['--quiet', "--fast"]
              resources:
                  limits: {memory: 256Mi}
---
# What it is reached by.
apiVersion: v1
kind: Service
metadata: {name: shop}
`;

const IMAGE = ['spec', 'template', 'spec', 'containers', 0, 'image'];

/** The lines that are others than they were, as a difference shows them. */
function changedLines(before: string, after: string | null): string[] {
  const [own, next] = [before.split('\n'), (after ?? '').split('\n')];
  return [
    ...own.filter((line) => !next.includes(line)).map((line) => `-${line}`),
    ...next.filter((line) => !own.includes(line)).map((line) => `+${line}`),
  ];
}

describe('a value of a file', () => {
  it.each<[string, ManifestPath, unknown, string[]]>([
    ['a number', ['spec', 'replicas'], 3, ['-    replicas: 2  # enough', '+    replicas: 3 # enough']],
    [
      'a text in quotes',
      IMAGE,
      'registry.local/shop:1.1',
      [
        '-              image: "registry.local/shop:1.0"   # the newest',
        '+              image: "registry.local/shop:1.1" # the newest',
      ],
    ],
    [
      'a field that is new',
      ['spec', 'template', 'spec', 'containers', 0, 'env'],
      [{ name: 'A', value: '1' }],
      ['+              env:', '+              - name: A', '+                value: "1"'],
    ],
    ['a field that goes', ['spec', 'replicas'], undefined, ['-    replicas: 2  # enough']],
    [
      'one more entry of a list',
      ['spec', 'template', 'spec', 'containers', 0, 'args', 2],
      '--loud',
      [`-              args: ['--quiet', "--fast"]`, `+              args: ['--quiet', "--fast", --loud]`],
    ],
  ])('becomes another, and every other line stays to the letter: %s', (_, path, value, lines) => {
    const after = editValue(FILE, { document: 0, path, value });
    expect(changedLines(FILE, after)).toEqual(lines);
  });

  it('is that of the document that is meant', () => {
    const after = editValue(FILE, { document: 1, path: ['spec', 'ports'], value: [{ port: 80 }] });
    expect(readParts(after ?? '').parts[1]).toMatchObject({ kind: 'Service', spec: { ports: [{ port: 80 }] } });
    expect(after?.startsWith(FILE.slice(0, FILE.indexOf('---')))).toBe(true);
  });

  it.each<[string, string, ManifestPath]>([
    ['a file that is no YAML', 'a: [', ['a']],
    ['a place behind a value', 'a: 1\n', ['a', 'b']],
    ['what stands elsewhere', 'a: &x {b: 1}\nc: *x\n', ['c', 'b']],
    ['a document that is not there', 'a: 1\n', []],
    ['nothing to take away', 'a: 1\n', ['b']],
    ['what others point at', 'a: &x {b: 1}\nc: *x\n', ['a']],
  ])('is left alone where that is not sure: %s', (_, file, path) => {
    expect(editValue(file, { document: 0, path })).toBeNull();
  });

  it.each<[string, ManifestPath, unknown, string]>([
    ['a list that is not there', ['b', 0], 'x', 'a: 1\nb:\n  - x\n'],
    ['mappings that are not there', ['b', 'c', 'd'], 1, 'a: 1\nb:\n  c:\n    d: 1\n'],
    ['a text that others read as true', ['a'], 'yes', 'a: "yes"\n'],
    ['a text that others read as a number', ['b'], '0644', 'a: 1\nb: "0644"\n'],
  ])('comes with what it needs: %s', (_, path, value, after) => {
    expect(editValue('a: 1\n', { document: 0, path, value })).toBe(after);
  });

  it('says afterwards what it was to say, whatever the file and the value', () => {
    const key = fc.stringMatching(/^[a-z][a-zA-Z-]{0,6}$/);
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
        fc.array(tie('tree'), { maxLength: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, tree, { minKeys: 1, maxKeys: 5 }), tree, fc.nat(), (root, value, pick) => {
        const file = `# a file\n${JSON.stringify(root, null, pick % 3)}\n`;
        const path = placesOf(root)[pick % placesOf(root).length] ?? [];
        const after = editValue(file, { document: 0, path, value });
        expect(after).not.toBeNull();
        expect(readParts(after ?? '').parts).toEqual([valueWith(root, path, value)]);
      }),
    );
  });
});

function placesOf(value: unknown, path: ManifestPath = []): ManifestPath[] {
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
      : [];
  return entries.flatMap(([step, item]) => [[...path, step], ...placesOf(item, [...path, step])]);
}
