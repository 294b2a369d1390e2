import { expect, it } from 'vitest';
import { matchesStars } from './star-match.ts';

it.each([
  ['*', '', true],
  ['*', 'a/b', true],
  ['web', 'web', true],
  ['web', 'webs', false],
  ['team-*', 'team-a', true],
  ['team-*', 'my-team-a', false],
  ['*-prod', 'web-prod', true],
  ['*-prod', 'web-prod-2', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['ab*ba', 'aba', false],
  ['**', 'x', true],
  ['', 'x', false],
] as const)('%s and %s: %s', (pattern, text, expected) => {
  expect(matchesStars(pattern, text)).toBe(expected);
});
