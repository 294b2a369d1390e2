import { expect, it } from 'vitest';
import { anchorsIn, formatAnchor } from './anchor.ts';

const anchor = { sequence: 42, hash: 'a1'.repeat(32) };
const text = formatAnchor(anchor);

it.each([
  ['by itself', text],
  ['in a line of a file', `2026-11-21T12:00:00.000Z ${text}\n`],
  ['in a structured log', `{"level":"info","anchor":"${text}","msg":"audit anchor"}`],
  ['as a trailer of a commit', `Merge: shop\n\nPortolan-Audit: ${text}\n`],
])('finds an anchor %s', (_, place) => {
  expect(anchorsIn(place)).toEqual([anchor]);
});

it.each(['', '42', `0:${anchor.hash}`, `42:${anchor.hash}0`, `42:${anchor.hash.toUpperCase()}`, `1:42:${anchor.hash}`])(
  'takes nothing else for one: %s',
  (place) => {
    expect(anchorsIn(place)).toEqual([]);
  },
);
