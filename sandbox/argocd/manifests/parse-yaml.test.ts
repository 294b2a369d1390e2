import { describe, expect, it } from 'vitest';
import { parseYamlDocuments, YamlError } from './parse-yaml.ts';

describe('YAML as Kubernetes reads it', () => {
  it.each<[string, unknown]>([
    ['a: yes', { a: true }],
    ['a: off', { a: false }],
    ['a: 0777', { a: 511 }],
    ['a: 12:30:45', { a: '12:30:45' }],
    ['a: 2026-11-01', { a: '2026-11-01' }],
    ['a: 1\na: 2', { a: 2 }],
    ['base: &b {x: 1}\nc:\n  <<: *b\n  z: 2', { base: { x: 1 }, c: { x: 1, z: 2 } }],
    ['{"a": [1, 2]}', { a: [1, 2] }],
  ])('%j', (text, expected) => {
    expect(parseYamlDocuments(text)).toEqual([expected]);
  });

  it('leaves empty documents out', () => {
    expect(parseYamlDocuments('---\n---\na: 1\n---\n# nothing\n')).toEqual([{ a: 1 }]);
    expect(parseYamlDocuments('')).toEqual([]);
  });

  it('says where it is wrong, in one line', () => {
    expect(() => parseYamlDocuments('a: 1\nb: [')).toThrow(/^error converting YAML to JSON: yaml: line 2: [^\n]+$/);
  });

  it('does not unfold a bomb', () => {
    const lines = Array.from(
      { length: 12 },
      (_, at) =>
        `l${at}: &l${at} [${Array(9)
          .fill(at === 0 ? 'x' : `*l${at - 1}`)
          .join(', ')}]`,
    );
    expect(() => parseYamlDocuments(lines.join('\n'))).toThrow(YamlError);
  });
});
