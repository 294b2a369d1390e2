import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from './pattern.ts';
import { PatternError } from './syntax.ts';

const SOURCES = [
  '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
  'a|bc|',
  '^(?:a|ab)(c|bcd)$',
  '^a{2,3}b?$',
  '^(ab){0,2}c{2}$',
  '^[^a-c]+$',
  'b+?c*',
  '^.$',
  '\\bab\\b',
  'a\\Bb',
  '^\\d+(?:\\.\\d+)*$',
  '[\\w.-]+@[a-c]+',
  '^[a\\-c\\]]*$',
  '^(a*)*$',
  '(?<name>a)b',
  '^[-a]+$',
  '^[a-]+$',
  '\\x61\\u0062',
];

describe('a pattern agrees with JavaScript', () => {
  it.each(SOURCES)('%s', (source) => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', 'c', 'd', '-', '.', '@', ' ', '1', ']', '\n', 'ä'),
      maxLength: 8,
    });
    fc.assert(
      fc.property(text, (sample) => {
        expect(compilePattern(source).test(sample)).toBe(new RegExp(source, 'u').test(sample));
      }),
      { numRuns: 300 },
    );
  });

  it('counts characters, not halves of them', () => {
    expect(compilePattern('^.$').test('😀')).toBe(true);
    expect(compilePattern('^[😀-😂]$').test('😁')).toBe(true);
  });
});

describe('a pattern that cannot be used says why', () => {
  it.each([
    '(?=a)b',
    '(?<!a)b',
    '(?i)a',
    '(a)\\1',
    'a**',
    '*a',
    '(a',
    'a)',
    '[a',
    '\\',
    '\\p{L}',
    'a{3,2}',
    '[b-a]',
    '(a{1000}){1000}',
    '('.repeat(100),
    'a'.repeat(2_000),
  ])('%s', (source) => {
    expect(() => compilePattern(source)).toThrow(PatternError);
  });
});

describe('a pattern made to hang', () => {
  it.each(['^(a+)+$', '^(a|a)*$', '^(.*a){12}$', '^(a|aa)+$', '(x+x+)+y', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
    '%s comes to an end',
    (source) => {
      expect(compilePattern(source).test(`${'a'.repeat(5_000)}!`)).toBe(false);
    },
  );
});
