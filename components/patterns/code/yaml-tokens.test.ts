import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenizeYaml } from './yaml-tokens.ts';

/** `key:name mark:: number:3`, without the plain parts. */
const brief = (text: string) =>
  tokenizeYaml(text.split('\n')).map((line) =>
    line
      .filter((token) => token.kind !== 'plain')
      .map((token) => `${token.kind} ${token.text}`)
      .join(' | '),
  );

describe('tokenizeYaml', () => {
  it.each([
    ['replicas: 3', 'key replicas | mark : | number 3'],
    ['enabled: true', 'key enabled | mark : | literal true'],
    ['image: registry.local:5000/web:1.2', 'key image | mark :'],
    ['- name: web # the app', 'mark - | key name | mark : | comment # the app'],
    ['- - 1', 'mark - | mark - | number 1'],
    ["\"a b\": 'it''s'", "key \"a b\" | mark : | string 'it''s'"],
    ['url: http://x#y', 'key url | mark :'],
    [
      'x: {a: 1, b: [true, "s"]}',
      'key x | mark : | mark { | key a | mark : | number 1 | mark , | key b | mark : | mark [ | literal true | mark , | string "s" | mark ] | mark }',
    ],
    ['base: &base', 'key base | mark : | mark &base'],
    ['use: *base', 'key use | mark : | mark *base'],
    ['# all of it', 'comment # all of it'],
    ['---', 'mark ---'],
    ['version: 1.2.3', 'key version | mark :'],
    ['', ''],
  ])('%s', (line, expected) => {
    expect(brief(line)).toEqual([expected]);
  });

  it('treats the lines of a block scalar as text until the indent ends', () => {
    expect(brief('run: |\n  a: 1\n\n  # no comment\nnext: 2')).toEqual([
      'key run | mark : | mark |',
      'string   a: 1',
      '',
      'string   # no comment',
      'key next | mark : | number 2',
    ]);
  });

  it('follows a quoted string over lines', () => {
    expect(brief('a: "one\n  two: 2" # end\nb: 1')).toEqual([
      'key a | mark : | string "one',
      'string   two: 2" | comment # end',
      'key b | mark : | number 1',
    ]);
  });

  it('gives every line back whole, whatever it is fed', () => {
    const character = fc.constantFrom(...'ab1 :-#\'"|>{}[],&*!\\\t~.é😀');
    fc.assert(
      fc.property(fc.array(fc.string({ unit: character, maxLength: 40 }), { maxLength: 8 }), (lines) => {
        const tokens = tokenizeYaml(lines);
        expect(tokens.map((line) => line.map((token) => token.text).join(''))).toEqual(lines);
      }),
      { numRuns: 2_000 },
    );
  });

  it('comes to an end with hostile lines', () => {
    const lines = ['"'.repeat(20_000), `${'['.repeat(20_000)}`, `${'1'.repeat(20_000)}`, `${'- '.repeat(20_000)}`];
    expect(tokenizeYaml(lines)).toHaveLength(lines.length);
  });
});
