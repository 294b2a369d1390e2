import { expect, it } from 'vitest';
import { nextOf } from './pages.ts';

it.each([
  [
    'a number',
    '<https://x/repos/a/b/pulls?state=open&page=2>; rel="next", <https://x/?page=9>; rel="last"',
    { page: '2' },
  ],
  ['a cursor', '<https://x/y?before=a>; rel="prev", <https://x/y?after=a%3D%3D>; rel=next', { after: 'a==' }],
  [
    'what stands elsewhere, of which nothing but the question is taken',
    '<https://evil/?page=3>; rel="next"',
    { page: '3' },
  ],
  [
    'no address and no header that stands in the question',
    '<https://x/y?page=2&baseUrl=https://evil&url=/z&headers=h>; rel="next"',
    { page: '2' },
  ],
  ['nothing on the last page', '<https://x/y?page=1>; rel="first"', null],
  ['nothing where there is one page', undefined, null],
  ['nothing of what is no address', '<nothing>; rel="next"', null],
])('goes on with %s', (_, link, query) => {
  expect(nextOf(link)).toEqual(query);
});
