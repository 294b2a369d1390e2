import { expect, it } from 'vitest';
import { patchOf } from './comparison.ts';

it.each([
  ['a new file', '', 'a: 1\nb: 2\n', '@@ -0,0 +1,2 @@\n+a: 1\n+b: 2\n'],
  ['a file that is gone', 'a: 1\n', '', '@@ -1,1 +0,0 @@\n-a: 1\n'],
  ['a changed line among others', 'a\nb\nc\n', 'a\nB\nc\n', '@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n'],
  ['a last line without an end', 'a\n', 'a\nb', '@@ -1,1 +1,2 @@\n a\n+b\n\\ No newline at end of file\n'],
  ['nothing', '', '', ''],
])('%s is told from the first hunk on', (_, before, after, patch) => {
  expect(patchOf(before, after)).toBe(patch);
});

it('leaves out what has too little in common to be told apart in time', () => {
  const lines = (word: string) => Array.from({ length: 6000 }, (_, index) => `${word} ${index}\n`).join('');
  expect(patchOf(lines('a'), lines('b'))).toBeNull();
});
