// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of templates look like those of JavaScript

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import { toYamlText } from './yaml-text.ts';

describe('text', () => {
  it.each([
    ['web', 'web'],
    ['shop-web.v2', 'shop-web.v2'],
    ['Hello world', 'Hello world'],
    ['registry.local:5000/team/web:1.2', 'registry.local:5000/team/web:1.2'],
    ['/healthz', '/healthz'],
    ['https://web.homelab.local/a', 'https://web.homelab.local/a'],
    ['1.2.3', '1.2.3'],
    ['500m', '500m'],
    ['128Mi', '128Mi'],
    ['', '""'],
    ['true', '"true"'],
    ['Yes', '"Yes"'],
    ['n', '"n"'],
    ['null', '"null"'],
    ['~', '"~"'],
    ['12', '"12"'],
    ['1.5', '"1.5"'],
    ['1e3', '"1e3"'],
    ['0x1F', '"0x1F"'],
    ['12:30:45', '"12:30:45"'],
    ['2026-11-21', '"2026-11-21"'],
    ['a: b', '"a: b"'],
    ['a #b', '"a #b"'],
    ['- a', '"- a"'],
    ['---', '"---"'],
    ['*a', '"*a"'],
    ['{a}', '"{a}"'],
    ['a, b', '"a, b"'],
    [' a', '" a"'],
    ['a\nb: c', '"a\\nb: c"'],
    ['"', "'\"'"],
    ['\'"', '"\'\\""'],
    ['a\\b', "'a\\b'"],
    ['\u2028', '"\\u2028"'],
    // One escape for a character: go-yaml refuses two for its halves.
    ['\u{e0001}', '"\\U000e0001"'],
    ['\u{e0002}', '"\\U000e0002"'],
    ['😀: x', '"😀: x"'],
    ['${{ x }}', '"${{ x }}"'],
  ])('%j is written %s', (text, expected) => {
    expect(toYamlText(text)).toBe(expected);
  });
});

describe('collections', () => {
  it.each([
    [[], undefined, '[]'],
    [{}, 4, '{}'],
    [[1, 'a', null], undefined, '[1, a, null]'],
    [{ a: 1, 'b c': [true] }, undefined, '{ a: 1, b c: [true] }'],
    [[{ name: 'A', value: 'yes' }, { name: 'B' }], 2, '\n  - name: A\n    value: "yes"\n  - name: B'],
    [{ a: { b: [1, [2, 3]] }, c: {} }, 0, '\na:\n  b:\n    - 1\n    - - 2\n      - 3\nc: {}'],
  ])('%j with indent %s', (value, indent, expected) => {
    expect(toYamlText(value, indent)).toBe(expected);
  });
});

describe('whatever the value', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'ab01:#-\n\r\t "\'{}[],&*!|>%@`?~=\\\u0000\u0085\u2028\u202e\ufeff\ud83d') }),
    fc.constantFrom(
      'yes',
      'NO',
      'null',
      '~',
      '0o17',
      '017',
      '1_000',
      '.5',
      '+1',
      '-',
      '<<',
      '=',
      '__proto__',
      '...',
      '{{ x }}',
      '1.0.',
      '1:2',
      'y',
      '@a',
      'a:',
      ':a',
      '0.0.0',
    ),
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      hostile,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(
        hostile.filter((key) => key !== '__proto__' && key !== '<<'),
        tie('value'),
        { maxKeys: 4 },
      ),
    ),
  })).value;

  it('reads back the same, alone in its place, and the same to every parser', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 4), (value, indent) => {
        const separator =
          indent === undefined || typeof value !== 'object' || value === null
            ? ' '
            : toYamlText(value, indent).startsWith('\n')
              ? ''
              : ' ';
        const text = `before: 1\nplace:${separator}${toYamlText(value, indent)}\nafter: 2\n`;
        const parsed = parseManifest(text);
        expect(parsed.problems, text).toEqual([]);
        expect(parsed.documents[0]?.ambiguous, text).toEqual([]);
        expect(JSON.stringify(parsed.documents.map((document) => document.value)), text).toBe(
          JSON.stringify([{ before: 1, place: value, after: 2 }]),
        );
      }),
      { numRuns: 2_000 },
    );
  });
});
