import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob, parseGlob } from './glob.ts';

const matches = (pattern: string, text: string) => {
  const glob = parseGlob(pattern);
  return glob === null ? null : matchesGlob(glob, text);
};

describe('a pattern', () => {
  it.each([
    ['*', '', true],
    ['*', 'a/b', true],
    ['**', 'x', true],
    ['', '', true],
    ['', 'x', false],
    ['web', 'web', true],
    ['web', 'webs', false],
    ['team-*', 'team-a', true],
    ['team-*', 'my-team-a', false],
    ['*-prod', 'web-prod', true],
    ['*-prod', 'web-prod-2', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['ab*ba', 'aba', false],
    ['web-?', 'web-1', true],
    ['web-?', 'web-', false],
    ['web-?', 'web-12', false],
    ['?', '😀', true],
    ['{web,api}-prod', 'web-prod', true],
    ['{web,api}-prod', 'api-prod', true],
    ['{web,api}-prod', 'db-prod', false],
    ['{web{,-admin},a*}-prod', 'web-admin-prod', true],
    ['{web{,-admin},a*}-prod', 'api-prod', true],
    ['{web{,-admin},a*}-prod', 'web-prods', false],
    ['web-[ab]', 'web-b', true],
    ['web-[ab]', 'web-c', false],
    ['web-[!ab]', 'web-c', true],
    ['web-[!ab]', 'web-', false],
    ['web-[a-c]', 'web-b', true],
    ['web-[a-c]', 'web-d', false],
    ['web-[!a-c]', 'web-d', true],
    ['web-[^a]', 'web-^', true],
    ['[ab-c]', '-', true],
    ['[a\\]]', ']', true],
    ['a\\*', 'a*', true],
    ['a\\*', 'ab', false],
    ['a,b}', 'a,b}', true],
    ['{a\\,b,c}', 'a,b', true],
  ] as const)('%s and %s: %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it.each(['[a-z0-9]', '[]', '[!]', '[z-a]', '[a', '[a-', '{a,b', '{a,{b}', 'a\\'])('%s cannot be read', (pattern) => {
    expect(parseGlob(pattern)).toBeNull();
  });

  it('with braces in braces without end cannot be read, and breaks nothing', () => {
    expect(matches('{a,{b,{c}}}', 'c')).toBe(true);
    expect(parseGlob(`${'{'.repeat(100_000)}a${'}'.repeat(100_000)}`)).toBeNull();
  });

  it('means of any text what a regular expression of the same parts means', () => {
    const atom = fc.constantFrom(
      ['*', '.*'],
      ['?', '.'],
      ['a', 'a'],
      ['b', 'b'],
      ['[ab]', '[ab]'],
      ['[!a]', '[^a]'],
      ['{a,bb}', '(?:a|bb)'],
      ['{a*,}', '(?:a.*|)'],
    );
    const text = fc.stringMatching(/^[abc]{0,6}$/);
    fc.assert(
      fc.property(fc.array(atom, { maxLength: 6 }), text, (atoms, given) => {
        const expression = new RegExp(`^${atoms.map(([, part]) => part).join('')}$`);
        expect(matches(atoms.map(([part]) => part).join(''), given)).toBe(expression.test(given));
      }),
    );
  });

  it('is held against a text once, however many ways there are through it', () => {
    expect(matches(`${'{a,{a,a*}}'.repeat(40)}b`, 'a'.repeat(250))).toBe(false);
  });
});
