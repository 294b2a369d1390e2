import { expect, it } from 'vitest';
import { createWatchedChanges } from './watched-changes.ts';

it('knows which changes are open, however many look and however often they say that they left', () => {
  const opened: string[] = [];
  const watched = createWatchedChanges((id) => opened.push(id));
  const first = watched.add('a');
  const second = watched.add('a');
  first();
  first();
  expect([watched.has('a'), watched.has('b')]).toEqual([true, false]);
  second();
  expect(watched.has('a')).toBe(false);
  watched.add('a');
  expect(opened).toEqual(['a', 'a']);
});
