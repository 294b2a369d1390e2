import { describe, expect, it } from 'vitest';
import { matchesGlob } from './glob.ts';

describe('globs', () => {
  it.each([
    ['*.yaml', 'a.yaml', true],
    ['*.yaml', 'sub/a.yaml', true],
    ['sub/*', 'a.yaml', false],
    ['?.yaml', 'a.yaml', true],
    ['?.yaml', 'ab.yaml', false],
    ['{a,b}.yaml', 'b.yaml', true],
    ['{a,b}.yaml', 'c.yaml', false],
    ['{one/*.yaml,two/{x,y}.yaml}', 'one/z.yaml', true],
    ['', '', true],
    ['*', '', true],
    ['a', '', false],
  ])('%s and %s: %s', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  it('comes to an end with patterns that are made to take long', () => {
    expect(matchesGlob(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
    expect(matchesGlob('{a,b}'.repeat(40), 'x')).toBe(false);
  });
});
